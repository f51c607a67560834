import { SetUpError } from '../../server/plain-set-up-error.mjs';

export { SetUpError };

/**
 * Ends the process with the sentence of a `SetUpError`; any other error is a bug and shows its stack.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function exitWithSentence(error) {
  const words =
    error instanceof SetUpError ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`\n${words}\n`);
  process.exit(1);
}
