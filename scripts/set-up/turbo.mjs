import { join } from 'node:path';
import { modulesFolder } from '../root-folder.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Turborepo's program, as words of a command. */
export const turboCommand = [process.execPath, join(modulesFolder, 'turbo', 'bin', 'turbo')];

/** Words that run tasks: as many at once as there are cores, where its own default is ten. */
export const turboRun = [
  ...turboCommand,
  'run',
  '--output-logs=errors-only',
  '--ui=stream',
  '--no-color',
  '--concurrency=100%',
];

/**
 * Runs a task in every package that has it, or in one and those that it needs. What did not change since comes from Turborepo's cache.
 *
 * @param {string} task
 * @param {string} [only] name of the package
 * @returns {Promise<string>} how many packages it ran in
 * @throws {SetUpError} with the output of the task that failed
 */
export async function runTask(task, only) {
  const { code, output } = await runCommand([...turboRun, task, ...(only ? [`--filter=${only}`] : [])]);
  if (code !== 0) throw new SetUpError(describeTaskFailure(task, output));
  const cached = /Cached:\s+(\d+) cached, (\d+) total/.exec(output);
  return cached ? `${cached[2]} tasks, ${cached[1]} of them unchanged` : 'done';
}

/**
 * @param {string} task
 * @param {string} output
 */
function describeTaskFailure(task, output) {
  const full = /ENOSPC|no space left/i.test(output);
  const advice = full
    ? 'The disk is full. Free about 3 GB and start again.'
    : 'What it says is above. In an unchanged checkout, remove the folder node_modules and start again.';
  return `${output.trim()}\n\n"turbo run ${task}" failed. ${advice}`;
}
