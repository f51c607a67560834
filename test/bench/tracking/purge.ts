import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPrisma } from '@fiducial/prisma/client';
import { openArtifactStore } from '@fiducial/server/artifact/open-store';
import { readEnv } from '@fiducial/server/env';
import { collectGarbage } from '@fiducial/server/garbage/collect-garbage';
import { busyShare } from '../busy-share';
import { load, newProject } from './load';
import { startDatabaseServer, startFiducial } from './servers';

// npm run bench:purge -w test [-- POINTS]: what it takes to delete a run with so many points (5,000,000), and to remove it
// for good 30 days later: time, what is written to PostgreSQL's log, and memory of the process that does it.
const points = Number(process.argv[2] ?? 5_000_000);
const others = await busyShare();
const server = await startDatabaseServer();
const artifacts = join(server.folder, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const tracker = await startFiducial(await server.databaseOf('fiducial'), artifacts);
const prisma = createPrisma(tracker.databaseUrl, { connections: 2 });
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const written = async () => {
  const [row] = await prisma.$queryRaw<{ bytes: number }[]>`
    SELECT (pg_current_wal_lsn() - '0/0')::float8 AS bytes`;
  return row?.bytes ?? Number.NaN;
};
const countSegments = () => prisma.metricSegment.count();
try {
  const project = await newProject(tracker, 'purge');
  const { seconds, failures } = load(tracker, project, { operation: 'delete', clients: 1, times: 1, points });
  if (failures.length > 0) throw new Error(failures.join('\n'));
  console.log(`deleting: ${(1000 * (seconds[0] ?? Number.NaN)).toFixed(1)} ms`);
  const segments = await countSegments();
  // What was deleted lies in a project of its own, which was.
  await prisma.$executeRaw`UPDATE "Project" SET "deletedAt" = now() - interval '31 days' WHERE "deletedAt" IS NOT NULL`;
  const store = await openArtifactStore(readEnv({ FIDUCIAL_DATA: server.folder }));
  const [log, memory, began] = [await written(), process.memoryUsage().rss, performance.now()];
  await collectGarbage({ prisma, store });
  const took = performance.now() - began;
  const grown = process.memoryUsage().rss - memory;
  console.log(
    `removing for good, with ${segments} segments: ${took.toFixed(0)} ms, ${megabytes((await written()) - log)} of log, ${megabytes(grown)} more memory; ${await countSegments()} segments are left`,
  );
  console.log(`Others used ${Math.round(100 * others)} % of the machine.`);
} finally {
  await prisma.$disconnect();
  await tracker.stop();
  await server.stop();
}
