import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where packages are installed. */
export const modulesFolder = join(rootFolder, 'node_modules');
