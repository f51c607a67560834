import './set-up/check-node.mjs';
import { setUp } from './set-up/set-up.mjs';
import { exitWithSentence } from './set-up/set-up-error.mjs';
import { step } from './set-up/step.mjs';
import { runTask } from './set-up/turbo.mjs';

// All that "npm start" does before it starts anything, for images and services that start by themselves: `npm run set-up`.
try {
  await setUp();
  await step('Build', (note) => {
    note('compiling server and pages, a minute or two');
    return runTask('build');
  });
} catch (error) {
  exitWithSentence(error);
}
