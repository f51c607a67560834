import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's root, found upwards from this file: the same from the sources as from the bundles. */
export const rootFolder = findRoot(import.meta.dirname);

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (
      existsSync(file) &&
      (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'fiducial'
    ) {
      return folder;
    }
    if (folder === dirname(folder)) throw new Error(`The repository's root is not above ${start}.`);
  }
}
