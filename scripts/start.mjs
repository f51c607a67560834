import './set-up/check-node.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertDataFolder, assertPortFree, readPort } from '../server/supervisor/first-checks.mjs';
import { readOptions, usage } from '../server/supervisor/options.mjs';
import { dataFolder, frontDoor } from './env.mjs';
import { rootFolder } from './root-folder.mjs';
import { runUntilEnd } from './run-until-end.mjs';
import { setUp } from './set-up/set-up.mjs';
import { exitWithSentence, SetUpError } from './set-up/set-up-error.mjs';
import { step } from './set-up/step.mjs';
import { runTask } from './set-up/turbo.mjs';

const supervisor = join(rootFolder, 'server', 'dist', 'supervisor.js');

try {
  await checkFirst();
  await setUp();
  await step('Build', (note) => {
    note('compiling server and pages, a minute or two');
    return runTask('build');
  });
  if (!existsSync(supervisor))
    throw new SetUpError(`The build left no ${supervisor}. Run "npm run build -- --force".`);
  runUntilEnd(supervisor, process.argv.slice(2));
} catch (error) {
  exitWithSentence(error);
}

/** What takes milliseconds to find out is not to be told after minutes of set-up. @throws {SetUpError} */
async function checkFirst() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const port = readPort('FIDUCIAL_PORT', frontDoor.port);
  if (!options.demoOnly) await assertPortFree({ host: frontDoor.host, port });
  await assertDataFolder(dataFolder);
}
