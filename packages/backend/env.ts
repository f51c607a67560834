import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for what set-up fetched or compiled, outside node_modules so that installs keep it. An empty variable counts as absent. */
export const cacheFolder =
  process.env.FIDUCIAL_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fiducial');

/** `native` or `wasm` forces a backend; anything else, which the server's own environment refuses, lets the machine decide. */
export const preferredBackend = process.env.FIDUCIAL_BACKEND;

/** TensorFlow's own log is for its developers; errors still come through. Must be set before it is loaded. */
export function quietTensorFlow(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}
