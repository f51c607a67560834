import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { namedNodeFolder } from '../env.mjs';
import { rootFolder } from '../root-folder.mjs';

/**
 * Folder with `node_api.h`, or undefined. Any Node's will do: the interface keeps its promises from one to the next.
 * Beside Node itself in its own archives and images, in /usr/include where a distribution packs it.
 */
export function findNodeHeaders() {
  const prefixes = [namedNodeFolder, dirname(dirname(realpathSync(process.execPath))), '/usr', '/usr/local'];
  const folders = [
    ...prefixes.filter((prefix) => prefix !== undefined).map((prefix) => join(prefix, 'include', 'node')),
    join(homedir(), '.cache', 'node-gyp', process.versions.node, 'include', 'node'),
    headersPackage(),
  ];
  return folders.find((folder) => folder !== undefined && existsSync(join(folder, 'node_api.h')));
}

function headersPackage() {
  try {
    const file = createRequire(join(rootFolder, 'package.json')).resolve('node-api-headers/package.json');
    return join(dirname(file), 'include');
  } catch {
    return undefined;
  }
}
