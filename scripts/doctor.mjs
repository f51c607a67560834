import './set-up/check-node.mjs';
import { examinations } from './doctor/examinations.mjs';

// Says of everything that the product stands on whether it is there: `npm run doctor`. Ends with 1 when something is
// missing that it cannot run without.
let missing = 0;
for (const { title, essential, examine } of examinations) {
  const { well, words } = await examine().catch((error) => ({
    well: false,
    words: String(error.message ?? error),
  }));
  if (!well && essential) missing++;
  const mark = well ? 'ok     ' : essential ? 'MISSING' : 'without';
  process.stdout.write(`${mark}  ${title}: ${words}\n`);
}
process.stdout.write(
  missing
    ? `\n${missing} essential things are missing. "npm start" sets up what it can.\n`
    : '\nReady to run.\n',
);
process.exitCode = missing ? 1 : 0;
