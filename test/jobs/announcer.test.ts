import { Prisma } from '@fiducial/prisma/client';
import { announce, closeAnnouncer, openAnnouncer } from '@fiducial/server/jobs/announcer';
import { channels } from '@fiducial/server/jobs/channels';
import { type Listener, listen } from '@fiducial/server/jobs/listen';
import { changedRuns } from '@fiducial/server/run/changed-runs';
import { followRun } from '@fiducial/server/run/follow-run';
import { openRunEventHub } from '@fiducial/server/run/run-event-hub';
import { inTransaction } from '@fiducial/server/transaction';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type JobBench, openJobBench } from '../testkit/job-bench';
import { waitFor } from '../testkit/wait-for';

let bench: JobBench;
let listener: Listener;
const heard: string[] = [];
const fail = (error: Error) => {
  throw error;
};
const notice = (payload: string) => ({ channel: channels.cancel, payload });

beforeAll(async () => {
  bench = await openJobBench();
  listener = await listen({
    url: bench.url,
    channels: [channels.cancel, channels.runEvents],
    onNotice: (_, payload) => heard.push(payload),
    onListening: () => undefined,
    onError: fail,
  });
});
beforeEach(() => {
  heard.length = 0;
});
afterAll(async () => {
  await listener.close();
  await bench.close();
});

/** Waits until a notice that is sent now has come, and so all before it. */
async function heardAll(): Promise<string[]> {
  await bench.prisma.$executeRaw`SELECT pg_notify(${channels.cancel}, 'last')`;
  await waitFor('the last notice', () => Promise.resolve(heard.includes('last')));
  return heard.filter((payload) => payload !== 'last');
}

describe.each([
  { name: 'within their transactions', opened: false },
  { name: 'after their transactions', opened: true },
])('notices told $name', ({ opened }) => {
  beforeAll(() => {
    if (opened) openAnnouncer({ url: bench.url, onError: fail });
  });
  afterAll(closeAnnouncer);

  test('are heard in order, once the transaction has committed', async () => {
    await inTransaction(bench.prisma, async (tx) => {
      await announce(tx, [notice('one'), notice('two')]);
      await announce(tx, [notice('three')]);
      expect(await heardAll()).not.toContain('one');
    });
    await waitFor('the notices', () => Promise.resolve(heard.includes('three')));
    const found = await heardAll();
    expect(found.filter((payload) => payload !== '')).toEqual(['one', 'two', 'three']);
  });

  test('of a transaction that goes back are never heard', async () => {
    const work = inTransaction(bench.prisma, async (tx) => {
      await announce(tx, [notice('never')]);
      throw new Error('goes back');
    });
    await expect(work).rejects.toThrow('goes back');
    await inTransaction(bench.prisma, (tx) => announce(tx, [notice('afterwards')]));
    await waitFor('the next notice', () => Promise.resolve(heard.includes('afterwards')));
    expect(heard).not.toContain('never');
  });

  test('of a transaction that lost a race are heard of the one that won', async () => {
    let attempt = 0;
    await inTransaction(bench.prisma, async (tx) => {
      attempt += 1;
      await announce(tx, [notice(`attempt ${attempt}`)]);
      if (attempt === 1)
        throw new Prisma.PrismaClientKnownRequestError('deadlock', { code: 'P2034', clientVersion: '' });
    });
    await waitFor('the notice', () => Promise.resolve(heard.includes('attempt 2')));
    expect(heard).not.toContain('attempt 1');
  });

  test('outside of inTransaction are heard at once', async () => {
    await announce(bench.prisma, [notice('now')]);
    expect(await heardAll()).toEqual(['now']);
  });
});

test('a process that is to tell afterwards says first that some may have been missed, and at last what is left', async () => {
  openAnnouncer({ url: bench.url, onError: fail });
  await inTransaction(bench.prisma, (tx) => announce(tx, [notice('left')]));
  await closeAnnouncer();
  expect(await heardAll()).toEqual(['', 'left']);
});

test('every notice is heard of many transactions that commit one upon the other', async () => {
  openAnnouncer({ url: bench.url, onError: fail });
  const told = Array.from({ length: 400 }, (_, at) => `notice ${at}`);
  // A few at a time: the announcer comes to rest again and again, and is woken in that moment.
  const rest = [...told];
  const commitAll = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      const payload = next;
      await inTransaction(bench.prisma, (tx) => announce(tx, [notice(payload)]));
    }
  };
  await Promise.all([commitAll(), commitAll(), commitAll()]);
  await waitFor('all notices', () => Promise.resolve(told.every((payload) => heard.includes(payload))));
  expect(heard.filter((payload) => payload.startsWith('notice '))).toHaveLength(told.length);
  await closeAnnouncer();
});

test('notices are told once more when the connection broke meanwhile', async () => {
  const errors: Error[] = [];
  openAnnouncer({ url: bench.url, onError: (error) => errors.push(error) });
  await waitFor('its first notice', () => Promise.resolve(heard.includes('')));
  await bench.prisma.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'fiducial-announcer' AND datname = current_database()`;
  await inTransaction(bench.prisma, (tx) => announce(tx, [notice('again')]));
  await waitFor('the notice', () => Promise.resolve(heard.includes('again')));
  expect(errors.length).toBeGreaterThan(0);
  await closeAnnouncer();
});

describe('what is written by a process that dies before it tells', () => {
  const context = async () => ({
    prisma: bench.prisma,
    runEvents: await openRunEventHub(bench.url, fail),
    ended: new AbortController(),
  });
  const submitted = () => bench.submit({ kind: 'sum', params: { value: Math.random() } });

  test('is read by a follower of the run after a while', async () => {
    const run = await submitted();
    const { ended, ...from } = await context();
    const events = followRun(from, { runId: run.id, afterSeq: run.lastSeq, lookMs: 200 }, ended.signal);
    const next = events.next();
    await bench.prisma.$executeRaw`
      WITH counted AS (UPDATE "Run" SET "lastSeq" = "lastSeq" + 1 WHERE id = ${run.id}::uuid RETURNING id, "lastSeq")
      INSERT INTO "RunEvent" ("runId", seq, type, data, at) SELECT id, "lastSeq", 'log', '{}', now() FROM counted`;
    expect((await next).value).toMatchObject({ type: 'log', seq: run.lastSeq + 1 });
    ended.abort();
    await from.runEvents.close();
  });

  test('is heard of by lists of runs when the next process begins', async () => {
    const run = await submitted();
    const { ended, ...from } = await context();
    const changed = changedRuns(from, bench.projectId, ended.signal).next();
    openAnnouncer({ url: bench.url, onError: fail });
    // The newest of those that were made within the last minute come first.
    expect(await changed).toEqual({ done: false, value: run.id });
    ended.abort();
    await closeAnnouncer();
    await from.runEvents.close();
  });
});
