import './set-up/check-node.mjs';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { assertDataFolder, assertPortFree, readPort } from '../server/supervisor/first-checks.mjs';
import { readOptions, usage } from '../server/supervisor/options.mjs';
import { childVariables, dataFolder, frontDoor, startedByNpm } from './env.mjs';
import { rootFolder } from './root-folder.mjs';
import { setUp } from './set-up/set-up.mjs';
import { exitWithSentence, SetUpError } from './set-up/set-up-error.mjs';
import { step } from './set-up/step.mjs';
import { runTask } from './set-up/turbo.mjs';

const supervisor = join(rootFolder, 'server', 'dist', 'supervisor.js');

/** Signals that end the product. */
const ending = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How often we look whether npm is still there. */
const lookMs = 500;

try {
  await checkFirst();
  await setUp();
  await step('Build', (note) => {
    note('compiling server and pages, a minute or two');
    return runTask('build');
  });
  if (!existsSync(supervisor))
    throw new SetUpError(`The build left no ${supervisor}. Run "npm run build -- --force".`);
  superviseUntilEnd();
} catch (error) {
  exitWithSentence(error);
}

/** What takes milliseconds to find out is not to be told after minutes of set-up. @throws {SetUpError} */
async function checkFirst() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const port = readPort('FIDUCIAL_PORT', frontDoor.port);
  if (!options.demoOnly) await assertPortFree({ host: frontDoor.host, port });
  await assertDataFolder(dataFolder);
}

/**
 * Runs the supervisor with our arguments and ends as it ends. It gets a session of its own: Ctrl-C reaches every process
 * of a terminal's group, and npm passes it on as well; the supervisor is to hear it once, from here.
 */
function superviseUntilEnd() {
  const child = spawn(process.execPath, [supervisor, ...process.argv.slice(2)], {
    cwd: rootFolder,
    env: childVariables(),
    detached: process.platform !== 'win32',
    // Through the channel it learns when we are gone, killed without a chance to say so.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let told = false;
  const end = (/** @type {NodeJS.Signals} */ signal) => {
    if (!told) child.kill(signal);
    told = true;
  };
  for (const signal of ending) process.on(signal, () => end(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  // npm passes a signal on to the shell between us and it, which dies of it and tells us nothing.
  const parent = process.ppid;
  if (startedByNpm) setInterval(() => process.ppid !== parent && end('SIGTERM'), lookMs).unref();
  child.once('error', exitWithSentence);
  child.once('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
