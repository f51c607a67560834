import { testTasksFile } from '../../testkit/build-folder';

// npm run bench:api -w test [-- SECONDS]: requests a second and their latencies over 20 connections, runs created, and
// latencies while two children compute, with client, API and PostgreSQL on this machine. Each for SECONDS (8).
// The tasks are read when the product's code is loaded, which happens below.
process.env.FIDUCIAL_TASKS = testTasksFile;
const { measureApi } = await import('./measure-api');
await measureApi(Number(process.argv[2] ?? 8));
