import './set-up/check-node.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ownDatabase } from './env.mjs';
import { rootFolder } from './root-folder.mjs';
import { runUntilEnd } from './run-until-end.mjs';
import { setUp } from './set-up/set-up.mjs';
import { exitWithSentence, SetUpError } from './set-up/set-up-error.mjs';
import { step } from './set-up/step.mjs';
import { runTask } from './set-up/turbo.mjs';

const worker = join(rootFolder, 'server', 'dist', 'worker.js');

// A worker on its own, on this or another machine than the server: `npm run worker`.
try {
  if (!ownDatabase)
    throw new SetUpError(
      'DATABASE_URL: expected the address of the PostgreSQL server that all processes share. The artifact folder that they share goes into FIDUCIAL_ARTIFACTS.',
    );
  await setUp();
  await step('Build', (note) => {
    note('compiling the server, a minute');
    return runTask('build', '@fiducial/server');
  });
  if (!existsSync(worker))
    throw new SetUpError(`The build left no ${worker}. Run "npm run build -- --force".`);
  runUntilEnd(worker, []);
} catch (error) {
  exitWithSentence(error);
}
