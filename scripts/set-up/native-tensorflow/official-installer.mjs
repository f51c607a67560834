import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { childVariables, programFolders } from '../../env.mjs';
import { modulesFolder } from '../../root-folder.mjs';
import { errorLine, runCommand } from '../run-command.mjs';

/** Where the package fetches its library from, which many networks block: asked before its installer waits for minutes. */
const host = 'storage.googleapis.com';

/**
 * Runs tfjs-node's own installer, which puts its library into node_modules.
 *
 * @throws {Error} when its host does not answer within four seconds, or when it fails
 */
export async function runOfficialInstaller() {
  if (!(await answers(host, 4000))) throw new Error(`${host} does not answer`);
  const path = [join(modulesFolder, '.bin'), ...programFolders].join(delimiter);
  const { code, output } = await runCommand([process.execPath, 'scripts/install.js'], {
    cwd: join(modulesFolder, '@tensorflow', 'tfjs-node'),
    env: childVariables({ PATH: path }),
    limitMs: 900_000,
  });
  if (code !== 0) throw new Error(`its own installer failed: ${errorLine(output)}`);
}

/**
 * Whether a host accepts connections on port 443.
 *
 * @param {string} name
 * @param {number} limitMs
 * @returns {Promise<boolean>}
 */
export function answers(name, limitMs) {
  return new Promise((resolve) => {
    const socket = connect({ host: name, port: 443 });
    const end = (/** @type {boolean} */ outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(limitMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
