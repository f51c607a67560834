import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { libraries } from './libraries.mjs';

/** Name of the addon, in the folder where the backend looks for it. */
export const addonName = 'tfjs_binding.node';
const manifestName = 'manifest.json';

/** What a cached folder must hold, unchanged. */
const checkedFiles = [addonName, ...libraries.map((name) => join('lib', name))];

/**
 * Seals a folder: notes where it came from and the digest of each file that is loaded from it.
 *
 * @param {string} folder
 * @param {string} source
 */
export async function writeManifest(folder, source) {
  /** @type {Record<string, string>} */
  const sha256 = {};
  for (const file of checkedFiles) sha256[file] = await fileDigest(join(folder, file));
  await writeFile(join(folder, manifestName), `${JSON.stringify({ source, sha256 }, null, 2)}\n`);
}

/**
 * Whether a folder tells the digests of its files.
 *
 * @param {string} folder
 */
export function isSealed(folder) {
  return existsSync(join(folder, manifestName));
}

/**
 * Why a sealed folder may not be used, or undefined when every file is as it was: half a second for its 415 MB.
 *
 * @param {string} folder
 */
export async function findDamage(folder) {
  /** @type {Record<string, string>} */
  let sha256;
  try {
    ({ sha256 } = JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch {
    return `its ${manifestName} cannot be read`;
  }
  for (const file of checkedFiles) {
    const digest = await fileDigest(join(folder, file)).catch(() => 'nothing');
    if (digest !== sha256[file]) return `${file} changed: expected sha256 ${sha256[file]}, got ${digest}`;
  }
  return undefined;
}

/** @param {string} file */
export async function fileDigest(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
