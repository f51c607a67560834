import type { BackendReport } from './backend-report';
import { preferredBackend } from './env';
import { loadNative } from './native';
import { loadWasm } from './wasm';

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
