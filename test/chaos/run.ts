/**
 * Faults at random: `npm run chaos -w test -- --minutes 10 --seed 1`. Submits runs without end, kills, pauses and stops
 * workers and children, takes the database away, cancels; then lets everything settle and verifies. Ends with 1 when
 * something was lost, doubled or orphaned. The seed decides what is done; when it is done, the machine decides.
 */
import { parseArgs } from 'node:util';
import { buildFolder, testTasksFile } from '../testkit/build-folder';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
// Read when the product's code is loaded, which happens below.
process.env.FIDUCIAL_TASKS = testTasksFile;
process.env.LOG_LEVEL = 'warn';
const { bundleAll } = await import('../testkit/bundle-all');
await bundleAll(buildFolder);
const { wreak } = await import('./wreak');
const report = await wreak({ minutes: Number(values.minutes), seed: Number(values.seed) });
console.log(JSON.stringify(report, null, 2));
process.exit(report.findings.length ? 1 : 0);
