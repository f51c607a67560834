import { access, constants, mkdir, readFile, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { SetUpError } from '../plain-set-up-error.mjs';

// A plain script: "npm start" makes these checks before minutes of set-up, the supervisor makes them again.

/** Below this the database or a run would fail half-way. */
const leastFreeBytes = 500e6;

/** @type {Readonly<Record<string, string>>} */
const reasons = {
  EROFS: 'its disk is mounted read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file lies on the way',
  EEXIST: 'a file lies there',
};

/** Name, in a data folder, of the file with the process number of the supervisor that has it. */
export const ownerFile = 'supervisor.pid';

/**
 * The number of a port that somebody named.
 *
 * @param {string} name of the variable
 * @param {string} text
 * @throws {SetUpError}
 */
export function readPort(name, text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new SetUpError(`${name}: expected a port, 1 to 65535, got ${text}`);
}

/**
 * The most frequent mistake: something listens already. 0 stands for any port.
 *
 * @param {{ host: string, port: number }} address
 * @throws {SetUpError}
 */
export async function assertPortFree({ host, port }) {
  const code = port === 0 ? undefined : await tryListening({ host, port });
  if (code === undefined) return;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    throw new SetUpError(`FIDUCIAL_HOST: expected an address of this machine, got ${host}`);
  if (code === 'EACCES')
    throw new SetUpError(
      `Port ${port} on ${host} cannot be opened: this user may not. Choose one above 1023: FIDUCIAL_PORT=4600 npm start`,
    );
  throw new SetUpError(
    `Port ${port} on ${host} is taken by another program, maybe another Fiducial. Stop it, or choose another port: FIDUCIAL_PORT=${port + 1} npm start`,
  );
}

/**
 * Opens a port and closes it again. Resolves with the code of the system's error, undefined when it could be had.
 *
 * @param {{ host: string, port: number }} address
 * @returns {Promise<string | undefined>}
 */
function tryListening({ host, port }) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Makes a data folder if need be, and makes sure that the product can work in it.
 *
 * @param {string} folder
 * @throws {SetUpError} when another start has it, it cannot be written, or its disk is nearly full
 */
export async function assertDataFolder(folder) {
  await mkdir(folder, { recursive: true }).catch(async (error) => {
    const code = codeOf(error);
    // On a read-only disk that is what the system says.
    const reason = (code === 'ENOENT' && (await whyClosed(dirname(folder)))) || code;
    throw new SetUpError(
      `The data folder ${folder} cannot be made: ${reasons[reason] ?? reason}. Name another with FIDUCIAL_DATA, or give this user the right to write there.`,
    );
  });
  const closed = await whyClosed(folder);
  if (closed !== undefined)
    throw new SetUpError(
      `The data folder ${folder} cannot be written: ${reasons[closed] ?? closed}. Give this user the right, or name another with FIDUCIAL_DATA.`,
    );
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < leastFreeBytes)
    throw new SetUpError(
      `The disk of ${folder} is nearly full: expected at least 500 MB free, got ${Math.round(free / 1e6)} MB. Make room, or name a folder on another disk with FIDUCIAL_DATA.`,
    );
  const owner = await ownerOf(folder);
  if (owner && owner !== process.pid)
    throw new SetUpError(
      `Fiducial is running on ${folder} already (process ${owner}). Stop it first, or name another folder with FIDUCIAL_DATA and another port with FIDUCIAL_PORT.`,
    );
}

/**
 * The number of the living process that has a data folder; 0 for none.
 *
 * @param {string} folder
 */
export async function ownerOf(folder) {
  const owner = Number(await readFile(join(folder, ownerFile), 'utf8').catch(() => '0'));
  return owner && (await isOurs(owner)) ? owner : 0;
}

/**
 * The code with which the system keeps us from writing in the innermost folder on the way that is there.
 *
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
async function whyClosed(folder) {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' && dirname(folder) !== folder ? whyClosed(dirname(folder)) : code;
  }
}

/**
 * Whether a process lives and, where the system tells, is a supervisor or a command that started the database: its
 * number may have gone to another program.
 *
 * @param {number} pid
 */
async function isOurs(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'supervisor');
  return /supervisor|command\.js/.test(command);
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
