import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './root-folder';

/** Versions of what computes, for the record of a run. */
export interface Versions {
  readonly fiducial: string;
  readonly node: string;
  readonly platform: string;
}

/** Versions of this process. */
export function currentVersions(): Versions {
  const { version } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { fiducial: version, node: process.versions.node, platform: `${process.platform}-${process.arch}` };
}
