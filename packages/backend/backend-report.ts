/** Which TensorFlow.js backend runs, and why that one. */
export interface BackendReport {
  readonly name: 'native' | 'wasm';
  /** Version of TensorFlow.js. */
  readonly version: string;
  /** Version of libtensorflow beneath it; null with WebAssembly. */
  readonly tensorflowVersion: string | null;
  /** Why this backend runs. */
  readonly reason: string;
  /** How to get the faster one; null when it runs already. */
  readonly faster: string | null;
}
