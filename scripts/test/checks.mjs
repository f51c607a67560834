import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmCommand, testVariables } from '../env.mjs';
import { modulesFolder } from '../root-folder.mjs';
import { runCommand } from '../set-up/run-command.mjs';
import { turboCommand, turboRun } from '../set-up/turbo.mjs';
import { readPlaywright } from './read-playwright.mjs';
import { readVitest } from './read-vitest.mjs';
import { judgeRunner } from './tally.mjs';

/** A runner that hangs must not keep the closing line back. */
const limitMs = 45 * 60_000;

/**
 * Something that `npm test` runs and counts.
 *
 * @typedef {{ title: string, run: (context: { browser: string | undefined }) => Promise<import('./tally.mjs').Tally> }} Check
 */

/** @type {readonly Check[]} */
export const checks = [
  tool('Build', [...turboRun, 'build']),
  tool('Lint', [process.execPath, join(modulesFolder, '@biomejs', 'biome', 'bin', 'biome'), 'check']),
  tool('Types', [...turboRun, 'typecheck', 'typecheck:scripts']),
  tool('Boundaries', [...turboCommand, 'boundaries']),
  vitest('unit'),
  tool('S3 server to test against', [...npmCommand, 'run', '--silent', 's3-server', '-w', 'test']),
  vitest('integration'),
  {
    title: 'Browser tests',
    run: ({ browser }) => {
      const config = join('test', 'playwright.config.ts');
      const program = join(modulesFolder, '@playwright', 'test', 'cli.js');
      return runner('browser', readPlaywright, (file) => ({
        command: [process.execPath, program, 'test', '--config', config, '--reporter=list,json'],
        env: testVariables({ FIDUCIAL_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
      }));
    },
  },
];

/**
 * A program that passes or fails whole.
 *
 * @param {string} title
 * @param {readonly string[]} command
 * @returns {Check}
 */
function tool(title, command) {
  return {
    title,
    run: async () => {
      const { code, timedOut } = await runCommand(command, { env: testVariables(), show: true, limitMs });
      if (code === 0) return { passed: 1, failed: [] };
      return { passed: 0, failed: [`${title}${timedOut ? ': took too long' : ''}`] };
    },
  };
}

/**
 * @param {string} project
 * @returns {Check}
 */
function vitest(project) {
  const program = join(modulesFolder, 'vitest', 'vitest.mjs');
  const words = [
    process.execPath,
    program,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
  ];
  return {
    title: `Tests (${project})`,
    run: () =>
      runner(project, readVitest, (file) => ({
        command: [...words, `--outputFile.json=${file}`],
        env: testVariables(),
      })),
  };
}

/**
 * Runs a test runner and counts the report that it writes.
 *
 * @template Report
 * @param {string} name
 * @param {(report: Report) => import('./tally.mjs').Tally} read
 * @param {(file: string) => { command: readonly string[], env: NodeJS.ProcessEnv }} start how to have the report in a file
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
async function runner(name, read, start) {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-report-'));
  const file = join(folder, 'report.json');
  try {
    const { command, env } = start(file);
    const { code, timedOut } = await runCommand(command, { env, show: true, limitMs });
    if (timedOut) return { passed: 0, failed: [`${name}: took longer than ${limitMs / 60_000} minutes`] };
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined)
      return { passed: 0, failed: [`${name}: ended with code ${code} and left no report`] };
    return judgeRunner(name, code, read(JSON.parse(text)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
