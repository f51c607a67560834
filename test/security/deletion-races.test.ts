import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';
import { askingAs, openTwoTeams, type StockedTeam } from './two-teams';

/** What one person deletes in the moment in which another one builds on it. */
let api: ApiBench;
let ours: StockedTeam;
beforeAll(async () => {
  ({ api, ours } = await openTwoTeams());
}, 120_000);
afterAll(() => api.close());

const localId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
const admin = () => askingAs(api, ours.admin);

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly deletionId?: string;
}
/** What a mutation results in; what it made may be nobody's to see any more when it is answered. */
const call = async (text: string): Promise<Result> => {
  const more = text.startsWith('deleteRun') ? '... on DeletedRun { deletionId }' : '';
  const { data, errors } = await api.send<{ result: Result }>(
    `mutation { result: ${text} { __typename ... on UserError { message } ${more} } }`,
    {},
    ours.admin,
  );
  const code = errors?.[0]?.extensions?.code;
  if (code !== undefined && code !== 'NOT_FOUND') throw new Error(JSON.stringify(errors));
  return data?.result ?? { __typename: 'gone' };
};
const deleteRun = (id: string, withDependents = false) =>
  call(`deleteRun(id: "${id}", withDependents: ${withDependents})`);

/** Waits until so many connections to the database of this file wait for a lock. */
const blocked = (count: number) =>
  waitFor(`${count} connections to wait for a lock`, async () => {
    const [row] = await api.prisma.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (row?.waiting ?? 0) >= count;
  });

/**
 * Does things while a statement's locks are held: the first `held` of them have to wait for these, or for one another.
 * They go on when all have come.
 */
async function whileLocked<T>(lock: string, doings: readonly (() => Promise<T>)[]): Promise<T[]> {
  const going: Promise<T>[] = [];
  await api.prisma.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(lock);
      for (const [at, doing] of doings.entries()) {
        const under = doing();
        going.push(under);
        // One that needs none of the locks is simply done.
        await Promise.race([blocked(at + 1), under]);
      }
    },
    { timeout: 60_000 },
  );
  return Promise.all(going);
}

/** Rows that name another project than the run that they belong to, by table. */
async function strayed(): Promise<string[]> {
  const found: string[] = [];
  for (const table of ['Comment', 'PublicLink', 'RunTag', 'RunParam', 'MetricSeries', 'Dataset', 'Model']) {
    const [row] = await api.prisma.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${table}" t JOIN "Run" r ON r.id = t."runId" WHERE r."projectId" <> t."projectId"`,
    );
    if (row?.count) found.push(table);
  }
  return found;
}

let projectId: string;
let dataset: { id: string; run: { id: string } };
let model: { id: string; run: { id: string } };
beforeEach(async () => {
  projectId = await createProject(admin(), 'Race');
  dataset = await launch(admin(), 'importDataset', { projectId, source: { builtInDigits: {} } });
  model = await launch(admin(), 'trainModel', { datasetId: dataset.id, architecture: { standardCnn: {} } });
});

const liveRunsOfDeleted = () => api.prisma.$queryRaw<unknown[]>`
  SELECT r.title, r.status FROM "Run" r JOIN "Project" p ON p.id = r."projectId"
  WHERE p."deletedAt" IS NOT NULL AND r.status IN ('WAITING', 'QUEUED', 'RUNNING') AND r."cancelRequestedAt" IS NULL`;

describe('a project that is deleted', () => {
  test('holds no run that was launched in the same moment', async () => {
    const [, deleted] = await whileLocked('LOCK TABLE "AuditEntry" IN EXCLUSIVE MODE', [
      () => call(`importDataset(input: { projectId: "${projectId}", source: { builtInDigits: {} } })`),
      () => call(`deleteProject(id: "${projectId}")`),
    ]);
    expect(deleted?.__typename).toBe('DeletedProjectId');
    expect(await liveRunsOfDeleted()).toEqual([]);
  });

  test('holds no run that somebody was about to log', async () => {
    const [, deleted] = await whileLocked('LOCK TABLE "RunEvent" IN EXCLUSIVE MODE', [
      () => call(`createRun(input: { projectId: "${projectId}" })`),
      () => call(`deleteProject(id: "${projectId}")`),
    ]);
    expect(deleted?.__typename).toBe('DeletedProjectId');
    expect(await liveRunsOfDeleted()).toEqual([]);
  });
});

describe('a run that is deleted', () => {
  test('stays so when that is queued again for whose sake it had failed', async () => {
    await api.prisma.run.update({
      where: { id: localId(dataset.run.id) },
      data: {
        status: 'FAILED',
        finishedAt: new Date(),
        failure: { code: 'WORKER_LOST', message: '', step: null },
      },
    });
    await api.prisma.run.update({
      where: { id: localId(model.run.id) },
      data: {
        status: 'FAILED',
        finishedAt: new Date(),
        failure: { code: 'INPUT_FAILED', message: '', step: null },
      },
    });
    expect((await deleteRun(model.run.id)).__typename).toBe('DeletedRun');
    expect((await call(`requeueRun(id: "${dataset.run.id}")`)).__typename).toBe('Run');
    expect(await api.prisma.run.findUniqueOrThrow({ where: { id: localId(model.run.id) } })).toMatchObject({
      status: 'FAILED',
    });
    expect(await liveRunsOfDeleted()).toEqual([]);
  });

  test('is not queued again by somebody who was about to', async () => {
    await api.prisma.run.update({
      where: { id: localId(model.run.id) },
      data: {
        status: 'FAILED',
        finishedAt: new Date(),
        failure: { code: 'WORKER_LOST', message: '', step: null },
      },
    });
    await api.prisma.run.update({ where: { id: localId(dataset.run.id) }, data: { status: 'SUCCEEDED' } });
    const [, requeued] = await whileLocked(
      `SELECT 1 FROM "Run" WHERE id = '${localId(model.run.id)}' FOR UPDATE`,
      [() => deleteRun(model.run.id), () => call(`requeueRun(id: "${model.run.id}")`)],
    );
    expect(requeued?.__typename).toBe('NotFoundError');
    expect(await liveRunsOfDeleted()).toEqual([]);
  });

  test('is not restored while that is deleted from which it was made', async () => {
    const { deletionId } = await deleteRun(model.run.id);
    const [restored, deleted] = await whileLocked(
      `SELECT 1 FROM "Run" WHERE id = '${localId(model.run.id)}' FOR UPDATE`,
      [() => call(`restoreRuns(deletionId: "${deletionId}")`), () => deleteRun(dataset.run.id)],
    );
    expect([restored?.__typename, deleted?.__typename]).toEqual(['Project', 'ConflictError']);
    const { node } = await admin().ask<{ node: { dataset: { id: string } } }>(
      `{ node(id: "${model.id}") { ... on Model { dataset { id } } } }`,
    );
    expect(node.dataset.id).toBe(dataset.id);
  });

  test('takes a comment along that somebody was about to write', async () => {
    await whileLocked('LOCK TABLE "Comment" IN SHARE MODE', [
      () => call(`addComment(input: { runId: "${model.run.id}", text: "now" })`),
      () => deleteRun(model.run.id),
    ]);
    expect(await strayed()).toEqual([]);
  });

  test('takes a public link along that somebody was about to make', async () => {
    await whileLocked('LOCK TABLE "PublicLink" IN SHARE MODE', [
      () => call(`createPublicLink(input: { runId: "${model.run.id}" })`),
      () => deleteRun(model.run.id),
    ]);
    expect(await strayed()).toEqual([]);
  });

  test('gets no more tags, and its project does not get them', async () => {
    const [, tagged] = await whileLocked(
      `SELECT 1 FROM "Run" WHERE id = '${localId(model.run.id)}' FOR UPDATE`,
      [
        () => deleteRun(model.run.id),
        () => call(`setTags(runId: "${model.run.id}", tags: [{ key: "late", value: "" }])`),
      ],
    );
    expect(tagged?.__typename).toBe('NotFoundError');
    expect(await strayed()).toEqual([]);
  });
});
