import { performance } from 'node:perf_hooks';
import { SetUpError } from './set-up-error.mjs';

/**
 * Prints a line to the terminal: to stderr, so that stdout belongs to results alone.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Seconds since `start`, in words.
 *
 * @param {number} start of `performance.now`
 */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Does one step of set-up and prints what came of it and how long it took.
 *
 * @param {string} title
 * @param {(note: (words: string) => void) => Promise<string>} work returns what came of it; `note` announces what takes long
 * @throws {SetUpError} that the step throws. Every other error is printed, and set-up goes on without the step
 */
export async function step(title, work) {
  const start = performance.now();
  try {
    const outcome = await work((words) => say(`${title}: ${words} ...`));
    say(`${title}: ${outcome} (${secondsSince(start)})`);
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    say(`${title}: not available: ${reason} (${secondsSince(start)})`);
  }
}
