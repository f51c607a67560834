import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { tf } from '@fiducial/core/tensors';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendReport } from './backend-report';
import { registerGradientKernels } from './wasm-kernels';

/** Loads the WebAssembly backend and adds the kernels that it lacks. */
export async function loadWasm(reason: string): Promise<BackendReport> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(`${join(folder, 'dist')}/`);
  await tf.setBackend('wasm');
  registerGradientKernels();
  return {
    name: 'wasm',
    version: tf.version['tfjs-core'],
    tensorflowVersion: null,
    reason,
    faster: 'Run `npm run doctor` for what native TensorFlow needs here; it is 3 to 15 times faster.',
  };
}
