/**
 * Several hosts: `npm run hosts -w test`, as root on Linux. Two workers and an API, each in a network namespace with data
 * folders of their own; PostgreSQL and an S3 server where this runs. Cables are pulled out while they work. Ends with 1 when
 * something was lost, doubled or orphaned, and with 2 where namespaces cannot be made.
 */
import { buildFolder, testTasksFile } from '../testkit/build-folder';
import { makeHost } from '../testkit/test-host';

// Read when the product's code is loaded, which happens below.
process.env.FIDUCIAL_TASKS = testTasksFile;
process.env.LOG_LEVEL = 'warn';
try {
  await (await makeHost(250)).remove();
} catch (error) {
  console.error(`NOT TRIED: network namespaces cannot be made here (${(error as Error).message.trim()}).`);
  process.exit(2);
}
const { bundleAll } = await import('../testkit/bundle-all');
await bundleAll(buildFolder);
const { pullCables } = await import('./pull-cables');
const report = await pullCables();
console.log(JSON.stringify(report, null, 2));
process.exit(report.wrong.length ? 1 : 0);
