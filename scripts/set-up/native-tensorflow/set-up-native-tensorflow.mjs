import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, forcedBackend, offline } from '../../env.mjs';
import { withLock } from '../with-lock.mjs';
import { compileAddon, findTools } from './compile-addon.mjs';
import { fromPython } from './from-python.mjs';
import { fromWheel } from './from-wheel.mjs';
import { wheelForThisMachine } from './libraries.mjs';
import { findDamage, isSealed, writeManifest } from './manifest.mjs';
import { runOfficialInstaller } from './official-installer.mjs';
import { probeBackend } from './probe.mjs';

const platform = `${process.platform}-${process.arch}`;
const parent = join(cacheFolder, 'native-tensorflow');
/** Where the backend looks for the addon. */
const folder = join(parent, platform);
/** The wheel, what is unpacked of it, and some to spare. */
const neededBytes = 900e6;

/**
 * Makes native TensorFlow load, from the nearest place that has it, and says which backend runs.
 *
 * @param {(words: string) => void} note
 * @returns {Promise<string>}
 */
export async function setUpNativeTensorflow(note) {
  if (forcedBackend === 'wasm') return describeBackend(await probeBackend('wasm'));
  const found = await tryExisting();
  if ('report' in found) return describeBackend(found.report);
  const onWait = () => note('another set-up is at it, waiting');
  const made = await withLock(join(parent, `${platform}.lock`), { onWait }, () => obtain(note));
  if ('report' in made) return describeBackend(made.report);
  if (forcedBackend === 'native')
    throw new Error(`${made.failure}, and FIDUCIAL_BACKEND=native forbids WebAssembly`);
  return `${describeBackend(await probeBackend('wasm'))} Native TensorFlow: ${made.failure}.`;
}

/**
 * One line on what runs, and how to get the faster one.
 *
 * @param {import('./probe.mjs').BackendReport} report
 */
export function describeBackend({ name, tensorflowVersion, faster }) {
  return name === 'native'
    ? `native TensorFlow ${tensorflowVersion} runs`
    : `WebAssembly runs. ${faster ?? ''}`;
}

/** @typedef {{ report: import('./probe.mjs').BackendReport } | { failure: string }} Outcome */

/**
 * Native TensorFlow as it lies in the cache or as tfjs-node's own installer left it.
 *
 * @returns {Promise<Outcome>}
 */
async function tryExisting() {
  const sealed = isSealed(folder);
  const damage = sealed ? await findDamage(folder) : undefined;
  if (damage) return { failure: damage };
  const outcome = await tryNative();
  // Put there by hand: from now on its digests are known too. A folder that may not be written stays as it is.
  if ('report' in outcome && !sealed && existsSync(folder))
    await writeManifest(folder, 'found there').catch(() => {});
  return outcome;
}

/** @returns {Promise<Outcome>} */
async function tryNative() {
  try {
    return { report: await probeBackend('native') };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {(words: string) => void} note
 * @returns {Promise<Outcome>}
 */
async function obtain(note) {
  const now = await tryExisting();
  if ('report' in now) return now;
  if (existsSync(folder)) {
    note(`the cached one cannot be used (${now.failure}), removing it`);
    await rm(folder, { recursive: true, force: true });
  }
  const reasons = [];
  for (const way of ways) {
    try {
      await way(note);
      const outcome = await tryNative();
      if ('report' in outcome) return outcome;
      reasons.push(`it was made and does not load: ${outcome.failure}`);
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { failure: [...new Set(reasons)].join('; ') };
}

/** Ways to native TensorFlow, the nearest first. */
const ways = [
  async (/** @type {(words: string) => void} */ note) => {
    if (offline) throw new Error('npm is set to stay offline');
    await runOfficialInstaller();
    note("tfjs-node's own installer ran");
  },
  async (/** @type {(words: string) => void} */ note) => {
    await build(fromPython, await findTools());
    note("using Python's TensorFlow");
  },
  async (/** @type {(words: string) => void} */ note) => {
    const wheel = wheelForThisMachine();
    const tools = await findTools();
    if (offline) throw new Error(`the wheel ${wheel.project} ${wheel.version} is not fetched offline`);
    await assertSpace();
    note(`fetching ${wheel.project} ${wheel.version} by pip (about 200 MB) and compiling its addon`);
    await build((staging) => fromWheel(staging, wheel), tools);
  },
];

async function assertSpace() {
  await mkdir(parent, { recursive: true });
  const { bavail, bsize } = await statfs(parent);
  if (bavail * bsize >= neededBytes) return;
  throw new Error(
    `the disk that holds ${parent} has ${Math.floor((bavail * bsize) / 1e6)} MB left: expected ${neededBytes / 1e6} MB (FIDUCIAL_CACHE names another folder)`,
  );
}

/**
 * Builds aside and renames, so that no process ever sees half of it.
 *
 * @param {(staging: string) => Promise<string>} fetch puts libraries and headers into the folder
 * @param {{ compiler: string, headers: string }} tools
 */
async function build(fetch, tools) {
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(join(parent, 'staging-'));
  const tidy = () => rmSync(staging, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    const source = await fetch(staging);
    await compileAddon(staging, tools);
    await writeManifest(staging, source);
    await chmod(staging, 0o755);
    await rename(staging, folder);
  } finally {
    process.off('exit', tidy);
    tidy();
  }
}
