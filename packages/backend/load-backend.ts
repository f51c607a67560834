import { preferredBackend } from './env';
import { loadNative } from './native';
import { loadWasm } from './wasm';

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

/**
 * Registers the fastest TensorFlow.js backend that this machine has: native libtensorflow, else WebAssembly with
 * gradient kernels of our own.
 *
 * @throws {Error} when `prefer` names one that cannot be loaded
 */
export async function loadBackend({
  prefer = preferredBackend,
}: {
  prefer?: string | undefined;
} = {}): Promise<BackendReport> {
  if (prefer === 'wasm') return loadWasm('asked for by FIDUCIAL_BACKEND=wasm');
  const native = await loadNative();
  if (native.ok) return native.report;
  if (prefer === 'native')
    throw new Error(`native TensorFlow was asked for and cannot be loaded: ${native.reason}`);
  return loadWasm(native.reason);
}
