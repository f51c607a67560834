/**
 * What is read of Playwright's JSON report.
 *
 * @typedef {{ title: string, file: string, tests: readonly { status: string }[] }} Spec
 * @typedef {{ specs?: readonly Spec[], suites?: readonly Suite[] }} Suite
 */

/**
 * Counts Playwright's JSON report. A skipped test counts as failed, and so does one that passed at a second try only.
 *
 * @param {{ suites: readonly Suite[], errors?: readonly { message?: string }[] }} report
 * @returns {import('./tally.mjs').Tally}
 */
export function readPlaywright({ suites, errors = [] }) {
  const failed = errors.map(
    ({ message = 'failed outside its tests' }) => `browser: ${message.split('\n')[0]}`,
  );
  let passed = 0;
  for (const { file, title, tests } of suites.flatMap(specsOf)) {
    for (const { status } of tests) {
      if (status === 'expected') passed++;
      else failed.push(`${file}: ${title}${status === 'unexpected' ? '' : ` (${status})`}`);
    }
  }
  return { passed, failed };
}

/**
 * @param {Suite} suite
 * @returns {Spec[]}
 */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}
