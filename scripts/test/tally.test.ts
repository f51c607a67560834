import { describe, expect, test } from 'vitest';
import { readPlaywright } from './read-playwright.mjs';
import { readVitest } from './read-vitest.mjs';
import { judgeRunner, summarize } from './tally.mjs';

describe("Vitest's report", () => {
  const file = (status: string, ...tests: readonly (readonly [string, string])[]) => ({
    name: 'file.test.ts',
    status,
    assertionResults: tests.map(([fullName, result]) => ({ fullName, status: result })),
  });

  test('counts what passed and names what did not, skipped tests among them', () => {
    const report = {
      testResults: [file('failed', ['a', 'passed'], ['b', 'failed'], ['c', 'skipped'], ['d', 'todo'])],
    };
    const { passed, failed } = readVitest(report);
    expect(passed).toBe(1);
    expect(failed.map((name) => name.replace(/.*: /, ''))).toEqual(['b', 'c (skipped)', 'd (todo)']);
  });

  test('a file that fails before its tests is a failure', () => {
    expect(readVitest({ testResults: [file('failed')] }).failed).toHaveLength(1);
  });
});

describe("Playwright's report", () => {
  const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status }] });

  test('counts through nested suites; skipped and flaky tests are failures', () => {
    const inner = { specs: [spec('b', 'skipped'), spec('c', 'flaky'), spec('d', 'unexpected')] };
    const report = { suites: [{ specs: [spec('a', 'expected')], suites: [inner] }] };
    expect(readPlaywright(report)).toEqual({
      passed: 1,
      failed: ['a.spec.ts: b (skipped)', 'a.spec.ts: c (flaky)', 'a.spec.ts: d'],
    });
  });

  test('an error outside the tests is a failure', () => {
    expect(readPlaywright({ suites: [], errors: [{ message: 'no server\nstack' }] }).failed).toEqual([
      'browser: no server',
    ]);
  });
});

describe('a runner', () => {
  test('that ran no test has failed', () => {
    expect(judgeRunner('unit', 0, { passed: 0, failed: [] }).failed).toEqual(['unit: ran no test']);
  });

  test('that ends with an error after tests that passed has failed', () => {
    expect(judgeRunner('unit', 1, { passed: 3, failed: [] }).failed).toHaveLength(1);
  });

  test('whose tests failed is not counted once more', () => {
    expect(judgeRunner('unit', 1, { passed: 3, failed: ['a'] }).failed).toEqual(['a']);
  });
});

test('the summary ends with the counts alone', () => {
  const tallies = [
    { passed: 2, failed: [] },
    { passed: 1, failed: ['Lint'] },
  ];
  expect(summarize(tallies)).toEqual(['FAILED Lint', '3 passed, 1 failed']);
});
