import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of files that are being received, each under the id of its upload. */
export const stagedUploadsFolder = (storeFolder: string): string => join(storeFolder, 'staging', 'uploads');

/** Where the bytes of an upload are kept while they come. */
export function stagedUpload(storeFolder: string, id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new TypeError('The id of an upload: expected a UUID.');
  return join(stagedUploadsFolder(storeFolder), id);
}

/** How many bytes of an upload have come so far. */
export async function stagedBytes(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );
}

/** Ids of all uploads of which bytes are kept. */
export async function listStagedUploads(storeFolder: string): Promise<string[]> {
  return readdir(stagedUploadsFolder(storeFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** Lets go of what came of an upload, there or not. */
export function dropStagedUpload(storeFolder: string, id: string): Promise<void> {
  return rm(stagedUpload(storeFolder, id), { force: true });
}
