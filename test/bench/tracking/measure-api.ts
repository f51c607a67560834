import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPrisma, type PrismaClient } from '@fiducial/prisma/client';
import { ensureLocalOwner } from '@fiducial/server/account/local-owner';
import { closeAnnouncer, openAnnouncer } from '@fiducial/server/jobs/announcer';
import { closeQueue, openQueue } from '@fiducial/server/jobs/queue';
import { type RunRequest, submitRun } from '@fiducial/server/run/submit-run';
import { inTransaction } from '@fiducial/server/transaction';
import { markdownTable } from '../../markdown/markdown-table';
import { waitFor } from '../../testkit/wait-for';
import { startWorkerProcess } from '../../testkit/worker-process';
import { busyShare } from '../busy-share';
import { type Asked, askAtOnce, repeatAtOnce } from './ask-at-once';
import { loadColumns, loadFigure } from './load-figure';
import { seedRuns } from './seed-runs';
import { startDatabaseServer, startFiducial } from './servers';

const connections = 20;
const runs = 10_000;
/** The first answers of a process find code that is not compiled yet. */
const warmUpSeconds = 4;
const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

/** Measures the API for `seconds` at each figure, and prints a table. */
export async function measureApi(seconds: number): Promise<void> {
  const database = await startDatabaseServer();
  const artifacts = join(database.folder, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  const { address, databaseUrl, stop } = await startFiducial(
    await database.databaseOf('fiducial'),
    artifacts,
  );
  const prisma = createPrisma(databaseUrl, { connections });
  const fail = (error: Error) => {
    throw error;
  };
  // As the API does.
  await openQueue({ url: databaseUrl, onError: fail });
  openAnnouncer({ url: databaseUrl, onError: fail });
  const lines: string[][] = [];
  const note = (...of: Parameters<typeof loadFigure>) => {
    lines.push(loadFigure(...of));
    console.log(lines.at(-1)?.join(' | '));
  };
  const ask = (next: () => Asked) => askAtOnce(address, { connections, seconds, next });
  try {
    const { projectId } = await seedRuns(databaseUrl, runs, 7);
    const { oneRun, page, wholePage, newRun } = await documents(prisma, projectId);
    const others = await busyShare();
    for (const next of [oneRun, page, wholePage])
      await askAtOnce(address, { connections, seconds: warmUpSeconds, next });
    note('a run by its id', await ask(oneRun), { rate: 1500, p99: 40 });
    note('a page of 20 runs', await ask(page), { rate: 1000, p99: 60 });
    note('that page with owner and 9 metrics each', await ask(wholePage), { rate: 400, p99: 120 });

    const submit = (of: Pick<RunRequest, 'kind' | 'params' | 'seed'>) =>
      inTransaction(prisma, (tx) => submitRun(tx, { projectId, title: of.kind, ...of }));
    const worker = await startWorkerProcess({
      DATABASE_URL: databaseUrl,
      FIDUCIAL_ARTIFACTS: artifacts,
      FIDUCIAL_HEARTBEAT_SECONDS: '10',
      FIDUCIAL_LEASE_SECONDS: '30',
    });
    for (const seed of [1, 2]) await submit({ kind: 'endless', params: {}, seed });
    const computing = { where: { kind: 'endless', status: 'RUNNING' } } as const;
    await waitFor('two children', async () => (await prisma.run.count(computing)) === 2, 60_000);
    note('a run by its id, two children computing', await ask(oneRun), { p99: 200 });
    note('the page with owner and metrics, two children computing', await ask(wholePage), { p99: 200 });
    worker.kill('SIGKILL');
    await worker.exited;

    let value = 0;
    const create = () => submit({ kind: 'sum', params: { value: value++ } });
    // This process has compiled none of it yet, whatever the API has.
    await repeatAtOnce(create, { connections, seconds: warmUpSeconds });
    const created = await repeatAtOnce(create, { connections, seconds });
    note('a run with its job, in one transaction, without the API', created, { rate: 800 });
    await askAtOnce(address, { connections, seconds: warmUpSeconds, next: newRun });
    note('a run created over the API', await ask(newRun), {});
    console.log(`\n${markdownTable(loadColumns, lines)}`);
    const busy = Math.round(100 * others);
    console.log(
      `\n${runs} runs, ${connections} connections, ${seconds} s each. Others used ${busy} % of the machine.`,
    );
  } finally {
    await closeAnnouncer();
    await closeQueue();
    await prisma.$disconnect();
    await stop();
    await database.stop();
  }
}

/** What is asked, each time for another run where it is for one. */
async function documents(
  prisma: PrismaClient,
  projectId: string,
): Promise<Record<'oneRun' | 'page' | 'wholePage' | 'newRun', () => Asked>> {
  const { userId: createdById } = await ensureLocalOwner(prisma);
  await prisma.run.updateMany({ data: { createdById } });
  await prisma.$executeRawUnsafe('VACUUM ANALYZE');
  const found = await prisma.run.findMany({ select: { id: true }, take: 2000 });
  const ids = found.map(({ id }) => globalId('Run', id));
  const project = globalId('Project', projectId);
  let turn = 0;
  const pageWith = (fields: string) => () => ({
    query: `query ($id: ID!) { runs(projectId: $id, first: 20) { edges { node { id title status createdAt ${fields} } } } }`,
    variables: { id: project },
  });
  return {
    oneRun: () => ({
      query: 'query ($id: ID!) { node(id: $id) { ... on Run { id title status createdAt } } }',
      variables: { id: ids[turn++ % ids.length] },
    }),
    page: pageWith(''),
    wholePage: pageWith('createdByName lastValues'),
    newRun: () => ({
      query:
        'mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on Run { id } ... on UserError { message } } }',
      variables: { input: { projectId: project, name: `run ${turn++}` } },
    }),
  };
}
