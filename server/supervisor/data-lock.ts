import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetUpError } from '../set-up-error';
import { assertDataFolder, ownerFile } from './first-checks.mjs';

/**
 * Takes a data folder for this process, so that two starts never share one database. Returns what gives it back.
 *
 * @throws {SetUpError} when another start has it, it cannot be written, or its disk is nearly full
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await assertDataFolder(folder);
  const file = join(folder, ownerFile);
  await writeFile(file, String(process.pid)).catch((error: NodeJS.ErrnoException) => {
    throw new SetUpError(
      `The data folder ${folder} cannot be written (${error.code}). Give this user the right, or name another with FIDUCIAL_DATA.`,
    );
  });
  return () => rm(file, { force: true });
}
