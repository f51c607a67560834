import { createHash } from 'node:crypto';
import { readFile, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmCommand } from '../env.mjs';
import { modulesFolder, rootFolder } from '../root-folder.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Inside node_modules: it goes when they go, also when an install that began ends half way. */
const stampFile = join(modulesFolder, '.fiducial-install');

/** The packages take 1.6 GB and the build 0.2. */
const neededBytes = 2e9;

/**
 * What decides whether the installed packages are the right ones: the lockfile, and the Node that they are for.
 *
 * @param {string} lockfile its text
 * @param {{ version: string, platform: string, arch: string }} node
 */
export function installStamp(lockfile, { version, platform, arch }) {
  return createHash('sha256')
    .update(JSON.stringify([lockfile, version, platform, arch]))
    .digest('hex');
}

async function wantedStamp() {
  return installStamp(await readFile(join(rootFolder, 'package-lock.json'), 'utf8'), process);
}

async function foundStamp() {
  return readFile(stampFile, 'utf8').catch(() => undefined);
}

/** Whether the installed packages are those of the lockfile. */
export async function packagesMatch() {
  return (await foundStamp()) === (await wantedStamp());
}

/**
 * Installs the packages of the lockfile, unless they are there.
 *
 * @param {(words: string) => void} note
 * @throws {SetUpError}
 */
export async function installPackages(note) {
  const stamp = await wantedStamp();
  const found = await foundStamp();
  if (found === stamp) return 'as in the lockfile';
  note(
    found
      ? 'the lockfile or Node changed, installing'
      : 'installing from the lockfile, a minute or two the first time',
  );
  // Development tools build the product, and PostgreSQL's binaries are an optional package: a setting may omit neither.
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  // Not "npm ci": it refuses a lockfile that lacks optional packages of other systems, and a mirror of the registry that
  // lacks them makes such lockfiles. This one obeys the lockfile just as well and, with --no-save, leaves it as it is.
  await assertSpace();
  const { code, output } = await runCommand([...npmCommand, 'install', '--no-save', ...flags]);
  // On a full disk npm warns of files that it could not unpack, and says that all went well.
  if (code !== 0 || /TAR_ENTRY_ERROR/.test(output)) throw new SetUpError(describeInstallFailure(output));
  if ((await wantedStamp()) !== stamp)
    throw new SetUpError(
      'npm changed package-lock.json: it and the package.json files did not agree. Look at "git diff package-lock.json", then start again.',
    );
  await writeFile(stampFile, stamp).catch((error) => {
    throw new SetUpError(describeInstallFailure(error.message));
  });
  return /added \d+ packages/.exec(output)?.[0] ?? 'installed';
}

/** @throws {SetUpError} when the disk cannot hold what comes */
async function assertSpace() {
  const { bavail, bsize } = await statfs(rootFolder);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new SetUpError(
    `The disk that holds ${rootFolder} has ${Math.floor(free / 1e6)} MB left: expected at least ${neededBytes / 1e6} MB for the packages and the build. Free some and start again.`,
  );
}

/** @type {readonly (readonly [RegExp, string])[]} */
const causes = [
  [/ENOSPC|no space left/i, 'The disk is full. Free about 3 GB and start again.'],
  [
    /EACCES|EPERM|EROFS|permission denied/i,
    'npm may not write here. Give this user the right to write in the folder and in its npm cache ("npm config get cache"), then start again.',
  ],
  [
    /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network/i,
    'The npm registry cannot be reached. The first start, and the first after an update, need it; check the connection and "npm config get registry", then start again.',
  ],
  [/EINTEGRITY/i, 'A package arrived damaged. Run "npm cache verify" and start again.'],
  [/ENOENT.*npm|npm.*ENOENT/i, 'npm was not found. Install it beside Node, then start again.'],
];

/**
 * A sentence for what npm wrote before it gave up, with its last lines.
 *
 * @param {string} output
 */
export function describeInstallFailure(output) {
  const cause =
    causes.find(([pattern]) => pattern.test(output))?.[1] ??
    'What npm says below may tell why; then start again.';
  const lines = output
    .split('\n')
    .filter((line) => /npm (error|ERR!|warn tar|WARN tar)/.test(line) && !/complete log/.test(line));
  const said = (lines.length ? lines : output.trim().split('\n')).slice(0, 6).join('\n  ');
  return `The packages could not be installed. ${cause}\nnpm says:\n  ${said}`;
}
