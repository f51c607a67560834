/**
 * Faults at random: `npm run chaos -w test -- --minutes 10 --seed 1`. Submits runs without end, kills, pauses and stops
 * workers and children, takes the database away, cancels; then lets everything settle and verifies. Ends with 1 when
 * something was lost, doubled or orphaned. The seed decides what is done; when it is done, the machine decides.
 *
 * `npm run chaos -w test -- --runs 5000 --kills 500 --seed 1` computes that many short runs, kills workers and children in
 * between, and also ends with 1 when the memory of the worker that was spared grows.
 */
import { parseArgs } from 'node:util';
import { buildFolder, testTasksFile } from '../testkit/build-folder';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    runs: { type: 'string' },
    kills: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
// Read when the product's code is loaded, which happens below.
process.env.FIDUCIAL_TASKS = testTasksFile;
process.env.LOG_LEVEL = 'warn';
const { bundleAll } = await import('../testkit/bundle-all');
await bundleAll(buildFolder);
const seed = Number(values.seed);
const { killMany } = await import('./kill-many');
const { wreak } = await import('./wreak');
const report = values.runs
  ? await killMany({ runs: Number(values.runs), kills: Number(values.kills), seed })
  : await wreak({ minutes: Number(values.minutes), seed });
console.log(JSON.stringify(report, null, 2));
process.exit(report.findings.length ? 1 : 0);
