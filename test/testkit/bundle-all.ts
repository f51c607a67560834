import { join } from 'node:path';
import { buildServer, bundle } from '@fiducial/server/build';

/** Bundles the server's processes and the tasks under test into a folder. */
export async function bundleAll(folder: string): Promise<void> {
  await Promise.all([
    buildServer(folder),
    bundle({ 'test-tasks': join(import.meta.dirname, 'tasks.ts') }, folder),
  ]);
}
