import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from '../root-folder.mjs';

/**
 * Whether `version` fits one of the ranges `^a.b.c` and `>=a.b.c` that package.json joins by `||`.
 *
 * @param {string} version
 * @param {string} ranges
 */
export function nodeFits(version, ranges) {
  const [major, minor, patch] = numbers(version);
  return ranges.split('||').some((range) => {
    const [least, leastMinor, leastPatch] = numbers(range);
    if (major !== least) return range.includes('>=') && major > least;
    return minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
  });
}

/**
 * @param {string} text
 * @returns {[number, number, number]}
 */
function numbers(text) {
  const [major = 0, minor = 0, patch = 0] = (text.match(/\d+/g) || []).map(Number);
  return [major, minor, patch];
}

/** Ends the process with a sentence on a Node that the product was not made for. Imported first, for its effect. */
function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8'));
  if (nodeFits(process.versions.node, engines.node)) return;
  process.stderr.write(
    `This is Node ${process.versions.node}: expected ${engines.node}. Install Node 24 or 22 (https://nodejs.org), then start again.\n`,
  );
  process.exit(1);
}

checkNode();
