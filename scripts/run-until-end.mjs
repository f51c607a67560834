import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { childVariables, startedByNpm } from './env.mjs';
import { rootFolder } from './root-folder.mjs';
import { exitWithSentence } from './set-up/set-up-error.mjs';

/** Signals that end the product. */
const ending = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How often we look whether npm is still there. */
const lookMs = 500;

/**
 * Runs a process of the product and ends as it ends. It gets a session of its own: Ctrl-C reaches every process
 * of a terminal's group, and npm passes it on as well; the process is to hear it once, from here.
 *
 * @param {string} file
 * @param {readonly string[]} args
 */
export function runUntilEnd(file, args) {
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
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
