import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { assertPortFree, readPort } from '../../server/supervisor/first-checks.mjs';
import { cacheFolder, dataFolder, forcedBackend, frontDoor, ownDatabase } from '../env.mjs';
import { modulesFolder, rootFolder } from '../root-folder.mjs';
import { tryIndex } from '../set-up/approximate-index.mjs';
import { findBrowser } from '../set-up/find-browser.mjs';
import { packagesMatch } from '../set-up/install-packages.mjs';
import { findTools } from '../set-up/native-tensorflow/compile-addon.mjs';
import { wheelForThisMachine } from '../set-up/native-tensorflow/libraries.mjs';
import { probeBackend } from '../set-up/native-tensorflow/probe.mjs';
import { errorLine, runCommand } from '../set-up/run-command.mjs';

/** Below this PostgreSQL and a test bed do not fit. */
const leastBytes = 500e6;

/**
 * Something that the product stands on.
 *
 * @typedef {{ title: string, essential: boolean, examine: () => Promise<{ well: boolean, words: string }> }} Examination
 */

/** @type {readonly Examination[]} */
export const examinations = [
  {
    title: 'Fiducial',
    essential: true,
    examine: async () => {
      const { version } = JSON.parse(await readFile(join(rootFolder, 'package.json'), 'utf8'));
      return { well: true, words: `${version} in ${rootFolder}` };
    },
  },
  {
    title: 'Machine',
    essential: true,
    examine: async () => ({
      well: true,
      words: `${platform()} ${release()} ${arch()}, ${availableParallelism()} cores, ${gigabytes(totalmem())} of memory`,
    }),
  },
  { title: 'Node', essential: true, examine: async () => ({ well: true, words: process.versions.node }) },
  {
    title: 'Packages',
    essential: true,
    examine: async () => {
      const well = await packagesMatch();
      return {
        well,
        words: well ? 'as in the lockfile' : 'not those of the lockfile; "npm start" installs them',
      };
    },
  },
  { title: 'Compute backend', essential: true, examine: () => withPackages(examineBackend) },
  {
    title: 'Approximate search',
    essential: false,
    examine: () => withPackages(examineIndex),
  },
  { title: 'PostgreSQL', essential: !ownDatabase, examine: examinePostgres },
  {
    title: 'Browser for tests',
    essential: false,
    examine: async () => {
      const program = await findBrowser();
      return {
        well: program !== undefined,
        words: program ?? 'none found; "npm test" gets one where it can',
      };
    },
  },
  { title: 'Data folder', essential: true, examine: () => examineSpace(dataFolder, 'FIDUCIAL_DATA') },
  { title: 'Cache folder', essential: false, examine: () => examineSpace(cacheFolder, 'FIDUCIAL_CACHE') },
  { title: 'Port', essential: false, examine: examinePort },
];

/**
 * Nothing that comes with the packages can be told without them, and a stack trace would say no more.
 *
 * @param {Examination['examine']} examine
 */
async function withPackages(examine) {
  if (existsSync(join(modulesFolder, 'tsx'))) return examine();
  return { well: false, words: 'not known until packages are installed (npm start does it)' };
}

async function examineIndex() {
  const failure = await tryIndex();
  if (failure === undefined) return { well: true, words: 'hnswlib-node loads' };
  return { well: false, words: `hnswlib-node does not load (${failure}); exact search is used` };
}

async function examineBackend() {
  const { name, version, tensorflowVersion, reason, faster } = await probeBackend(forcedBackend);
  if (name === 'native')
    return { well: true, words: `native, TensorFlow ${tensorflowVersion}, TF.js ${version}: ${reason}` };
  const missing = await whatNativeNeeds();
  return { well: true, words: `WebAssembly, TF.js ${version}: ${reason}. ${missing ?? faster ?? ''}` };
}

/** What keeps set-up from making native TensorFlow here, or what would make it. */
async function whatNativeNeeds() {
  try {
    wheelForThisMachine();
    await findTools();
    return '"npm start" fetches native TensorFlow through pip when the network allows (Python 3 with pip is needed); it is 3 to 15 times faster';
  } catch (error) {
    return `For native TensorFlow, 3 to 15 times faster: ${error instanceof Error ? error.message : error}`;
  }
}

async function examinePostgres() {
  if (ownDatabase) return { well: true, words: 'the server that DATABASE_URL names' };
  return withPackages(examineEmbeddedPostgres);
}

async function examineEmbeddedPostgres() {
  const script = join(rootFolder, 'scripts', 'doctor', 'probe-postgres.ts');
  const { code, output } = await runCommand([process.execPath, '--import', 'tsx', script], {
    limitMs: 60_000,
  });
  return { well: code === 0, words: code === 0 ? output.trim() : errorLine(output) };
}

/**
 * @param {string} folder
 * @param {string} variable that names another
 */
async function examineSpace(folder, variable) {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  const words = `${folder}${existing === folder ? '' : ' (not made yet)'}, ${gigabytes(free)} free`;
  return {
    well: free >= leastBytes,
    words: free >= leastBytes ? words : `${words}: make room or set ${variable}`,
  };
}

async function examinePort() {
  const host = frontDoor.host;
  const port = readPort('FIDUCIAL_PORT', frontDoor.port);
  try {
    await assertPortFree({ host, port });
  } catch (error) {
    if (!(await fiducialAnswers(port))) throw error;
    return { well: true, words: `${port} on ${host}: Fiducial answers there` };
  }
  return { well: true, words: `${port} on ${host} is free` };
}

/**
 * Whether what listens on a port of this machine is Fiducial.
 *
 * @param {number} port
 */
async function fiducialAnswers(port) {
  const asked = fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5000) });
  const answer = await asked.then((response) => response.json()).catch(() => undefined);
  return answer?.status === 'alive';
}

/** @param {number} bytes */
function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
