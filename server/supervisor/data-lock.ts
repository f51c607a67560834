import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetUpError } from '../set-up-error';

/** Below this the database or a run would fail half-way. */
const leastFreeBytes = 500e6;

/**
 * Takes a data folder for this process, so that two starts never share one database. Returns what gives it back.
 *
 * @throws {SetUpError} when another start has it, it cannot be written, or its disk is nearly full
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SetUpError(
      `The data folder ${folder} cannot be made (${error.code}). Name another with FIDUCIAL_DATA, or give this user the right to write there.`,
    );
  });
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < leastFreeBytes)
    throw new SetUpError(
      `The disk of ${folder} is nearly full: expected at least 500 MB free, got ${Math.round(free / 1e6)} MB. Make room, or name a folder on another disk with FIDUCIAL_DATA.`,
    );
  const file = join(folder, 'supervisor.pid');
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (owner && owner !== process.pid && (await isSupervisor(owner)))
    throw new SetUpError(
      `Fiducial is running on ${folder} already (process ${owner}). Stop it first, or name another folder with FIDUCIAL_DATA and another port with FIDUCIAL_PORT.`,
    );
  await writeFile(file, String(process.pid)).catch((error: NodeJS.ErrnoException) => {
    throw new SetUpError(
      `The data folder ${folder} cannot be written (${error.code}). Give this user the right, or name another with FIDUCIAL_DATA.`,
    );
  });
  return () => rm(file, { force: true });
}

/** Whether a process lives and, where the system tells, is a supervisor: its number may have gone to another program. */
async function isSupervisor(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'supervisor');
  return command.includes('supervisor');
}
