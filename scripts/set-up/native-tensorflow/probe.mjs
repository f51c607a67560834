import { join } from 'node:path';
import { childVariables } from '../../env.mjs';
import { errorLine, runCommand } from '../run-command.mjs';

/** @typedef {{ name: 'native' | 'wasm', version: string, tensorflowVersion: string | null, reason: string, faster: string | null }} BackendReport */

/**
 * Asks the product's own loader which backend it gets, in a process of its own: a broken library may take it down.
 *
 * @param {string} [forced] `wasm` or `native`
 * @returns {Promise<BackendReport>}
 * @throws {Error} with the reason
 */
export async function probeBackend(forced = '') {
  const script = join(import.meta.dirname, 'probe-backend.ts');
  const { code, output } = await runCommand([process.execPath, '--import', 'tsx', script], {
    env: childVariables({ FIDUCIAL_BACKEND: forced, NODE_OPTIONS: '' }),
    limitMs: 120_000,
  });
  const line = output.split('\n').find((text) => text.startsWith('{"name"'));
  if (code === 0 && line) return JSON.parse(line);
  throw new Error(errorLine(output));
}
