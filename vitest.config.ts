import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { testTasksFile } from './test/testkit/build-folder.ts';

export default defineConfig({
  // As Node itself resolves it: the bundler's choice, index.mjs, would be a second instance beside Pothos' own.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,prisma,server,web,scripts}/**/*.test.{ts,tsx}', 'test/golden/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          // Seconds of work on a quiet machine take many on a busy one.
          testTimeout: 60_000,
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          // Half of the time they wait: for a lease to run out, for a database that is away.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 1 },
          include: ['test/{api,jobs,faults,security,operate}/**/*.test.ts'],
          globalSetup: [join(import.meta.dirname, 'test/testkit/global-setup.ts')],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Tasks of seconds and of every way to fail, in place of the product's own.
          env: { FIDUCIAL_TASKS: testTasksFile, LOG_LEVEL: 'warn' },
        },
      },
    ],
  },
});
