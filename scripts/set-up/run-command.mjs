import { spawn } from 'node:child_process';
import { childVariables } from '../env.mjs';
import { rootFolder } from '../root-folder.mjs';

/** How long a program that is stopped may take to end. */
const graceMs = 10_000;

/** How much of a program's output is kept. */
const keptCharacters = 200_000;

/**
 * How a program ended. `code` is -1 when it could not be started or ended by a signal; `output` is the end of what it wrote.
 *
 * @typedef {{ code: number, output: string, timedOut: boolean }} Ended
 */

/**
 * Runs a program to its end, in the root folder unless told.
 *
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, limitMs?: number }} [options] `show` passes its output on
 *   to stderr as it comes
 * @returns {Promise<Ended>}
 */
export function runCommand(
  [program = '', ...args],
  { cwd = rootFolder, env = childVariables(), show = false, limitMs = 0 } = {},
) {
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    // A .cmd file, such as npm's on Windows, needs a shell. Else none: paths may hold spaces.
    const child = spawn(program, args, {
      cwd,
      env,
      shell: program.endsWith('.cmd'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        if (show) process.stderr.write(text);
        output = (output + text).slice(-keptCharacters);
      });
    }
    const stop = () => {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => {
        child.kill('SIGKILL');
        // What it started may live on and hold its streams open.
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs).unref();
    };
    const timer = limitMs ? setTimeout(stop, limitMs) : undefined;
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      resolve({ code, output, timedOut });
    };
    child.once('error', (error) => {
      output += error.message;
      end(-1);
    });
    child.once('close', (code, signal) => {
      if (signal) output += `\n${program} was ended by ${signal}`;
      end(code ?? -1);
    });
  });
}

/**
 * The last line of a program's output that speaks of an error, else its last line.
 *
 * @param {string} output
 */
export function errorLine(output) {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() && !/complete log of this run|npm notice/.test(line));
  return (lines.filter((line) => /error|cannot|not found/i.test(line)).pop() ?? lines.pop() ?? 'no output')
    .trim()
    .slice(0, 300);
}
