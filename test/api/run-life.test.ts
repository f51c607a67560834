import { closeQueue, openQueue } from '@fiducial/server/jobs/queue';
import { submitRun } from '@fiducial/server/run/submit-run';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject } from '../testkit/thing-requests';
import { waitFor } from '../testkit/wait-for';

let api: ApiBench;
let projectId: string;

beforeAll(async () => {
  api = await openApiBench();
  await openQueue({
    url: api.databaseUrl,
    onError: (error) => {
      throw error;
    },
  });
  await api.worker();
  projectId = await createProject(api);
});
afterAll(async () => {
  await closeQueue();
  await api.close();
});

/** Starts a test task, as launches start the product's own. Returns its global id. */
async function start(kind: string, params: Record<string, unknown>): Promise<string> {
  const project = await api.prisma.project.findFirstOrThrow();
  const run = await api.prisma.$transaction((tx) =>
    submitRun(tx, { projectId: project.id, kind, title: kind, params }),
  );
  return Buffer.from(`Run:${run.id}`).toString('base64');
}

interface RunEvent {
  readonly seq: number;
  readonly type: string;
}

const eventsQuery =
  'subscription ($id: ID!, $after: Int) { event: runEvents(runId: $id, afterSeq: $after) { seq type } }';

async function collect(id: string, after: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const { event } of api.follow<{ event: RunEvent }>(eventsQuery, { id, after }))
    events.push(event);
  return events;
}

describe('the events of a run', () => {
  test('arrive in order and without gap, from the first to the last', async () => {
    const id = await start('slow', { steps: 6, milliseconds: 100 });
    const events = await collect(id, 0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events[0]?.type).toBe('queued');
    expect(events.at(-1)?.type).toBe('succeeded');
    expect(events.filter(({ type }) => type === 'progress').length).toBeGreaterThan(0);
  });

  test('are read without what comes by the hundred, so that the end is among the first', async () => {
    const id = await start('slow', { steps: 12, milliseconds: 100 });
    await collect(id, 0);
    const read = async (types?: readonly string[]) => {
      const { node } = await api.ask<{ node: { events: RunEvent[] } }>(
        'query ($id: ID!, $types: [String!]) { node(id: $id) { ... on Run { events(first: 4, types: $types) { seq type } } } }',
        { id, types },
      );
      return node.events.map(({ type }) => type);
    };
    expect(await read()).not.toContain('succeeded');
    expect(await read(['queued', 'claimed', 'succeeded'])).toEqual(['queued', 'claimed', 'succeeded']);
  });

  test('are taken up again after a number, as after a lost connection', async () => {
    const id = await start('slow', { steps: 4, milliseconds: 100 });
    const first = api.follow<{ event: RunEvent }>(eventsQuery, { id, after: 0 });
    const seen = [(await first.next()).value.event, (await first.next()).value.event];
    await first.return?.();
    const rest = await collect(id, seen[1].seq);
    const all = [...seen, ...rest].map(({ seq }) => seq);
    expect(all).toEqual(all.map((_, at) => at + 1));
  });

  test('end at once for whoever has seen the last one', async () => {
    const id = await start('slow', { steps: 1, milliseconds: 10 });
    const last = (await collect(id, 0)).at(-1)?.seq ?? 0;
    expect(await collect(id, last)).toEqual([]);
    expect(await collect(id, last + 1000)).toEqual([]);
  });

  test('after a number that was not reached yet are those from now on', async () => {
    const id = await start('slow', { steps: 6, milliseconds: 200 });
    expect((await collect(id, 1000)).at(-1)?.type).toBe('succeeded');
  });

  test('of somebody else’s run are refused', async () => {
    const id = Buffer.from('Run:00000000-0000-4000-8000-000000000000').toString('base64');
    await expect(collect(id, 0)).rejects.toThrow(/No such run/);
  });
});

test('a change of a run reaches those who follow its project', async () => {
  const statuses: string[] = [];
  const changes = api.follow<{ run: { title: string; status: string } }>(
    'subscription ($id: ID!) { run: projectRuns(projectId: $id) { title status } }',
    { id: projectId },
  );
  const next = changes.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await start('slow', { steps: 3, milliseconds: 100 });
  for (let change = await next; !change.done; change = await changes.next()) {
    statuses.push(change.value.run.status);
    if (change.value.run.status === 'SUCCEEDED') break;
  }
  await changes.return?.();
  expect(statuses.at(-1)).toBe('SUCCEEDED');
});

describe('a run that computes', () => {
  test('is cancelled, and its child is gone', async () => {
    const id = await start('endless', {});
    await waitFor('the run to compute', async () => {
      const { node } = await api.ask<{ node: { progress: { stage: string } | null } }>(
        'query ($id: ID!) { node(id: $id) { ... on Run { progress { stage } } } }',
        { id },
      );
      return node.progress?.stage === 'spinning';
    });
    const asked = performance.now();
    await api.ask('mutation ($id: ID!) { cancelRun(id: $id) { ... on Run { status } } }', { id });
    await waitFor(
      'the run to be cancelled',
      async () => {
        const { node } = await api.ask<{ node: { status: string } }>(
          'query ($id: ID!) { node(id: $id) { ... on Run { status } } }',
          { id },
        );
        return node.status === 'CANCELLED';
      },
      10_000,
    );
    expect(performance.now() - asked).toBeLessThan(10_000);
  });

  test('and fails says why in words, without what is internal', async () => {
    const id = await start('failing', { how: 'bug' });
    const failure = await waitFor('the run to fail', async () => {
      const { node } = await api.ask<{
        node: { status: string; failure: { message: string; code: string } };
      }>('query ($id: ID!) { node(id: $id) { ... on Run { status failure { message code } } } }', { id });
      return node.status === 'FAILED' && node.failure;
    });
    expect(failure.message).not.toContain('/etc/x');
    expect(failure.code).toBe('INTERNAL');
  });
});
