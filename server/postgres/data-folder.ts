import { spawnSync } from 'node:child_process';
import { chown, mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetUpError } from '../set-up-error';
import { assertWritable, type PostgresAccount } from './account';
import type { PostgresBinaries } from './binaries';
import { describeFailure } from './failure';

/** An empty cluster takes 40 MB and its log of writes 16 MB at a time. */
const neededBytes = 200e6;

/** A cluster's folder and all that is needed to make it. */
export interface Cluster {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly password: string;
}

/**
 * Makes sure that a cluster lies in the folder and fits the programs.
 *
 * @returns whether it was made just now.
 * @throws {SetUpError}
 */
export async function ensureCluster(cluster: Cluster): Promise<boolean> {
  await assertWritable(dirname(cluster.folder));
  await assertSpace(dirname(cluster.folder));
  const version = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new SetUpError(
        `The database in ${cluster.folder} belongs to another user. Start as that user, or name another folder with FIDUCIAL_DATA.`,
      );
    },
  );
  if (version === undefined) {
    await makeCluster(cluster);
    return true;
  }
  if (Number.parseInt(version, 10) !== cluster.binaries.major) {
    throw new SetUpError(
      `The database in ${cluster.folder} was made by PostgreSQL ${version.trim()}, and this is PostgreSQL ${cluster.binaries.major}. Start the earlier release of this product once to dump it (pg_dump), or name another folder with FIDUCIAL_DATA.`,
    );
  }
  return false;
}

/**
 * `initdb` into an empty folder. The locale is PostgreSQL's own C.UTF-8, so that sorting does not depend on the
 * machine. A folder left half made by an earlier try is removed first.
 */
async function makeCluster({ folder, binaries, account, password }: Cluster): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const passwordFile = join(folder, '..', 'initdb-password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const owner = account.ids ?? idsIn(account.prefix);
  if (owner) {
    await chown(folder, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const [program = '', ...args] = [
    ...account.prefix,
    binaries.initdb,
    `--pgdata=${folder}`,
    '--username=fiducial',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--lc-messages=C',
    '--no-instructions',
  ];
  const { status, stderr, error } = spawnSync(program, args, { ...account.ids, encoding: 'utf8', cwd: '/' });
  await rm(passwordFile, { force: true });
  if (status === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw describeFailure('PostgreSQL could not make its data folder', stderr || String(error), folder);
}

function idsIn(prefix: readonly string[]): { uid: number; gid: number } | undefined {
  const read = (name: string) => Number(prefix.find((word) => word.startsWith(name))?.slice(name.length));
  return prefix.length ? { uid: read('--reuid='), gid: read('--regid=') } : undefined;
}

/** @throws {SetUpError} when the disk is as good as full. */
export async function assertSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  throw new SetUpError(
    `The disk that holds ${folder} has ${Math.floor((bavail * bsize) / 1e6)} MB left: expected at least ${neededBytes / 1e6} MB. Free some, or name another folder with FIDUCIAL_DATA.`,
  );
}
