import { join } from 'node:path';

/** Where the bundles for tests go: inside the repository, so that they find its node_modules, and ignored by git. */
export const buildFolder = join(import.meta.dirname, '../../node_modules/.cache/fiducial-test');

/** Bundle of tasks.ts, which takes the place of the product's tasks. */
export const testTasksFile = join(buildFolder, 'test-tasks.js');
