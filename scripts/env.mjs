import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { rootFolder } from './root-folder.mjs';

const variables = process.env;

/** Folder for what set-up fetched or compiled, outside node_modules so that installs keep it. The backend looks there. */
export const cacheFolder =
  variables.FIDUCIAL_CACHE || join(variables.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fiducial');

/** Where the product keeps its data: the server's default, or what the user names. */
export const dataFolder = resolve(variables.FIDUCIAL_DATA || join(rootFolder, 'data'));

/** Where the product's page is to appear; the port as it was named, which may be anything. */
export const frontDoor = {
  host: variables.FIDUCIAL_HOST || '127.0.0.1',
  port: variables.FIDUCIAL_PORT || '4600',
};

/** Whether a PostgreSQL server of the user's own is named. */
export const ownDatabase = Boolean(variables.DATABASE_URL);

/** `wasm` or `native` where the user forces a backend. */
export const forcedBackend = variables.FIDUCIAL_BACKEND;

/** A browser for tests that the user names. */
export const namedBrowser = variables.FIDUCIAL_CHROMIUM;

/** Whether npm, and with it set-up, is to stay off the network. */
export const offline = variables.npm_config_offline === 'true';

/** The C++ compiler that the user names. */
export const namedCompiler = variables.CXX;

/** Where the user says that Node's headers lie. */
export const namedNodeFolder = variables.npm_config_nodedir;

/** Folders in which programs are looked up. */
export const programFolders = (variables.PATH || '')
  .split(process.platform === 'win32' ? ';' : ':')
  .filter(Boolean);

/** Program and first words that run npm: the one that runs us, else the one on the path. */
export const npmCommand =
  variables.npm_execpath && basename(variables.npm_execpath) === 'npm-cli.js'
    ? [process.execPath, variables.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];

/** Whether npm runs us, by a script of package.json. */
export const startedByNpm = Boolean(variables.npm_lifecycle_event);

/** Nothing that we start reports to anybody. */
const silent = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/**
 * Variables for a program that set-up starts: our own, with some replaced.
 *
 * @param {Record<string, string | undefined>} [more]
 */
export function childVariables(more = {}) {
  return { ...variables, ...silent, ...more };
}

/** What would make a test see the user's own data, database or settings. */
const personal =
  /^(FIDUCIAL_(?!CACHE$)|PG[A-Z]|DATABASE_URL$|WORKER_CONCURRENCY$|LOG_LEVEL$|NODE_ENV$|NODE_OPTIONS$)/;

/**
 * Variables for a program that tests: our own without those that steer the product, with some added.
 *
 * @param {Record<string, string | undefined>} [more]
 */
export function testVariables(more = {}) {
  const kept = Object.entries(childVariables()).filter(([name]) => !personal.test(name));
  return { ...Object.fromEntries(kept), ...more };
}
