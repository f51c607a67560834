/**
 * What one check came to: how many tests passed, and each that did not, in words.
 *
 * @typedef {{ passed: number, failed: readonly string[] }} Tally
 */

/**
 * A runner that ended with an error although each of its tests passed, or that ran none, has failed.
 *
 * @param {string} runner
 * @param {number} code its exit code
 * @param {Tally} tally
 * @returns {Tally}
 */
export function judgeRunner(runner, code, { passed, failed }) {
  if (failed.length) return { passed, failed };
  if (code !== 0) return { passed, failed: [`${runner}: ended with code ${code}; see its output above`] };
  if (passed === 0) return { passed, failed: [`${runner}: ran no test`] };
  return { passed, failed };
}

/**
 * The closing lines: every failure by name, then the counts alone on the last one.
 *
 * @param {readonly Tally[]} tallies
 */
export function summarize(tallies) {
  const failed = tallies.flatMap((tally) => tally.failed);
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  return [...failed.map((name) => `FAILED ${name}`), `${passed} passed, ${failed.length} failed`];
}
