import { spawnSync } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SetUpError } from '../set-up-error';

/** As whom PostgreSQL runs: it refuses to run as root. */
export interface PostgresAccount {
  /** Undefined where the account of this process will do. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
  /** Words before a program's name, where the account alone may not enter the folders. */
  readonly prefix: readonly string[];
}

/**
 * Finds the account for PostgreSQL. As root that is the owner of an existing data folder, else the system's user
 * `postgres`, which is created if need be. Where that user may not enter a folder on the way (such as /root), it gets
 * the one capability that lets it, through `setpriv`.
 *
 * @throws {SetUpError}
 */
export async function postgresAccount(dataFolder: string, programs: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { ids: undefined, prefix: [] };
  const owner = await stat(dataFolder).catch(() => undefined);
  const ids = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : postgresUser();
  const closed = (await firstClosedFolder(dataFolder)) ?? (await firstClosedFolder(programs));
  if (!closed) return { ids, prefix: [] };
  const prefix = [
    'setpriv',
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--',
  ];
  if (spawnSync('setpriv', [...prefix.slice(1), 'true']).status === 0) return { ids: undefined, prefix };
  throw new SetUpError(
    `PostgreSQL cannot run as root, and its user may not enter ${closed}. Start as another user, move the product to a folder open to all, or set DATABASE_URL to a PostgreSQL server.`,
  );
}

function postgresUser(): { uid: number; gid: number } {
  const existing = idsOf('postgres');
  if (existing) return existing;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const created = idsOf('postgres');
  if (created) return created;
  throw new SetUpError(
    'PostgreSQL cannot run as root, and no user "postgres" could be created. Start as another user, or create it with "useradd --system --user-group postgres".',
  );
}

function idsOf(user: string): { uid: number; gid: number } | undefined {
  const read = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : Number.NaN;
  };
  const ids = { uid: read('-u'), gid: read('-g') };
  return Number.isNaN(ids.uid) || Number.isNaN(ids.gid) ? undefined : ids;
}

/** The outermost folder on the way to `path` that others may not enter. */
async function firstClosedFolder(path: string): Promise<string | undefined> {
  const parents: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder))
    parents.unshift(folder);
  for (const folder of parents) {
    const entry = await stat(folder).catch(() => undefined);
    if (entry && (entry.mode & 0o001) === 0) return folder;
  }
  return undefined;
}

/** @throws {SetUpError} when this process may not write in `folder`. */
export async function assertWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw new SetUpError(
      `The data folder ${folder} cannot be written. Give this user the right to, or name another with FIDUCIAL_DATA.`,
    );
  });
}
