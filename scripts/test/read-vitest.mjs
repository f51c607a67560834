import { relative } from 'node:path';
import { rootFolder } from '../root-folder.mjs';

/**
 * What is read of Vitest's JSON report.
 *
 * @typedef {{ status: string, fullName: string }} Assertion
 * @typedef {{ name: string, status: string, message?: string, assertionResults: readonly Assertion[] }} TestFile
 */

/**
 * Counts Vitest's JSON report. A skipped test counts as failed, and so does a file that did not get to its tests.
 *
 * @param {{ testResults: readonly TestFile[] }} report
 * @returns {import('./tally.mjs').Tally}
 */
export function readVitest({ testResults }) {
  const failed = [];
  let passed = 0;
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(rootFolder, name);
    const bad = assertionResults.filter((test) => test.status !== 'passed');
    passed += assertionResults.length - bad.length;
    failed.push(
      ...bad.map(
        (test) => `${file}: ${test.fullName.trim()}${test.status === 'failed' ? '' : ` (${test.status})`}`,
      ),
    );
    if (bad.length === 0 && status !== 'passed') failed.push(`${file}: the file failed outside its tests`);
  }
  return { passed, failed };
}
