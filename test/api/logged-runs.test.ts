import { removeDeletedRuns } from '@fiducial/server/garbage/remove-deleted';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject } from '../testkit/thing-requests';
import { uploadFile } from '../testkit/upload-file';

let api: ApiBench;
let projectId: string;

beforeAll(async () => {
  api = await openApiBench();
  projectId = await createProject(api);
});
afterAll(() => api?.close());

interface Result {
  readonly __typename: string;
  readonly id?: string;
  readonly message?: string;
  readonly points?: number;
}

/** Calls a mutation that takes `input`. */
async function call(mutation: string, input: Record<string, unknown>): Promise<Result> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const { result } = await api.ask<{ result: Result }>(
    `mutation ($input: ${type}) { result: ${mutation}(input: $input) {
      __typename ${mutation === 'logMetrics' ? '... on LoggedPoints { points }' : '... on Run { id }'}
      ... on UserError { message } } }`,
    { input },
  );
  return result;
}

async function create(more: Record<string, unknown> = {}): Promise<string> {
  const { id, message } = await call('createRun', { projectId, name: 'a run', ...more });
  if (!id) throw new Error(message);
  return id;
}

const runFields = `status kind title notes params lastHeardAt startedAt finishedAt cancellable
  failure { code message } tags { key value } parameterValues { name text number }
  metrics { name steps values thinned count } outputs { name digest url }
  metricSummaries { name count last lastStep min max best goal } lastValues lossAlone: lastValues(names: ["loss"])
  events(first: 100) { seq type data }`;

// biome-ignore lint/suspicious/noExplicitAny: what a test reads it names itself
async function read(id: string): Promise<any> {
  const { node } = await api.ask<{ node: unknown }>(
    `query ($id: ID!) { node(id: $id) { ... on Run { ${runFields} } } }`,
    { id },
  );
  return node;
}

const log = (runId: string, ...metrics: Record<string, unknown>[]) => call('logMetrics', { runId, metrics });

describe('a logged run', () => {
  test('is logged step by step and ended by its owner', async () => {
    const id = await create({ name: 'ResNet, warm-up' });
    expect(await log(id, { name: 'loss', steps: [0, 1], values: [2.5, 1.5] })).toMatchObject({ points: 2 });
    await log(
      id,
      { name: 'loss', steps: [2], values: [1], times: [1_700_000_000_123], goal: 'MINIMIZE' },
      { name: 'accuracy', steps: [2], values: [0.5], goal: 'MAXIMIZE' },
    );
    await call('logParams', {
      runId: id,
      params: { optimizer: { name: 'adam', rate: 0.01 }, layers: [1, 2] },
    });
    const during = await read(id);
    expect(during).toMatchObject({
      status: 'RUNNING',
      kind: 'logged',
      title: 'ResNet, warm-up',
      cancellable: true,
    });
    expect(during.lastHeardAt).not.toBeNull();
    await call('finishRun', { runId: id, status: 'SUCCEEDED' });
    const run = await read(id);
    expect(run.status).toBe('SUCCEEDED');
    expect(run.finishedAt).not.toBeNull();
    expect(run.metrics).toEqual([
      { name: 'accuracy', steps: [2], values: [0.5], thinned: false, count: 1 },
      { name: 'loss', steps: [0, 1, 2], values: [2.5, 1.5, 1], thinned: false, count: 3 },
    ]);
    expect(run.metricSummaries).toMatchObject([
      { name: 'accuracy', last: 0.5, best: 0.5, goal: 'MAXIMIZE' },
      { name: 'loss', count: 3, last: 1, lastStep: 2, min: 1, max: 2.5, best: 1, goal: 'MINIMIZE' },
    ]);
    expect(run.lastValues).toEqual({ accuracy: 0.5, loss: 1 });
    expect(run.lossAlone).toEqual({ loss: 1 });
    expect(run.parameterValues).toEqual([
      { name: 'layers', text: '[1,2]', number: null },
      { name: 'optimizer.name', text: 'adam', number: null },
      { name: 'optimizer.rate', text: '0.01', number: 0.01 },
    ]);
    const types = run.events.map(({ type }: { type: string }) => type);
    expect(types[0]).toBe('started');
    expect(types.at(-1)).toBe('succeeded');
    expect(run.events.map(({ seq }: { seq: number }) => seq)).toEqual(
      types.map((_: string, at: number) => at + 1),
    );
  });

  test('can be logged whole in one request, which the same key repeats', async () => {
    const input = {
      projectId,
      name: 'whole',
      params: { rate: 0.1 },
      tags: [{ key: 'data', value: 'digits' }],
      notes: 'From an old notebook.',
      metrics: [{ name: 'loss', steps: [0], values: [1] }],
      status: 'FAILED',
      message: 'Out of patience.',
      idempotencyKey: 'whole-1',
    };
    const first = await call('createRun', input);
    expect((await call('createRun', input)).id).toBe(first.id);
    expect(await call('createRun', { ...input, name: 'other' })).toMatchObject({
      __typename: 'ConflictError',
    });
    expect(await read(first.id ?? '')).toMatchObject({
      status: 'FAILED',
      notes: 'From an old notebook.',
      params: { rate: 0.1 },
      tags: [{ key: 'data', value: 'digits' }],
      failure: { code: 'REPORTED', message: 'Out of patience.' },
    });
  });

  test('has notes that are not replaced by whoever read others', async () => {
    const id = await create({ notes: 'first' });
    const write = async (notes: string, expected: string | null) =>
      (
        await api.ask<{ setNotes: { __typename: string } }>(
          'mutation ($id: ID!, $notes: String!, $expected: String) { setNotes(runId: $id, notes: $notes, expected: $expected) { __typename } }',
          { id, notes, expected },
        )
      ).setNotes.__typename;
    const both = await Promise.all([write('mine', 'first'), write('theirs', 'first')]);
    expect(both.toSorted()).toEqual(['ConflictError', 'Run']);
    expect((await read(id)).notes).toBe(both[0] === 'Run' ? 'mine' : 'theirs');
    expect(await write('whatever stood there', null)).toBe('Run');
    expect((await read(id)).notes).toBe('whatever stood there');
  });

  test('takes points in any order, and the last that came for a step', async () => {
    const id = await create();
    await log(id, { name: 'loss', steps: [30, 10, 20], values: [3, 1, 2] });
    await log(id, { name: 'loss', steps: [5, 15, 20], values: [9, 1.5, -4] });
    await log(id, { name: 'loss', steps: [20, 40], values: [2.5, 4] });
    // Sent again, as after an answer that was lost.
    await log(id, { name: 'loss', steps: [20, 40], values: [2.5, 4] });
    const { metrics, metricSummaries } = await read(id);
    expect(metrics).toMatchObject([
      { steps: [5, 10, 15, 20, 30, 40], values: [9, 1, 1.5, 2.5, 3, 4], count: 6 },
    ]);
    // -4 was replaced: it is not the least any more.
    expect(metricSummaries).toMatchObject([{ count: 6, last: 4, lastStep: 40, min: 1, max: 9, best: null }]);
  });

  test('keeps what is not a number, and steps beyond 32 bits', async () => {
    const id = await create();
    const steps = [-1, 0, 1, 2 ** 40];
    await log(id, { name: 'loss', steps, values: ['NaN', '-Infinity', 'Infinity', 0.1] });
    await log(id, { name: 'lost', steps: [0], values: ['NaN'] });
    const { metrics, metricSummaries, lastValues } = await read(id);
    expect(metrics[0]).toMatchObject({ steps, values: ['NaN', '-Infinity', 'Infinity', 0.1] });
    expect(lastValues).toEqual({ loss: 0.1, lost: 'NaN' });
    expect(metricSummaries).toMatchObject([
      { name: 'loss', last: 0.1, min: '-Infinity', max: 'Infinity' },
      { name: 'lost', last: 'NaN', min: null, max: null },
    ]);
  });

  test('takes names that are words of JavaScript as any others', async () => {
    const id = await create({ params: JSON.parse('{"__proto__": 1, "constructor": {"x": 2}}') });
    await log(
      id,
      { name: '__proto__', steps: [0], values: [1] },
      { name: 'toString', steps: [0], values: [2] },
    );
    const { metrics, lastValues, parameterValues, params } = await read(id);
    expect(metrics.map(({ name }: { name: string }) => name)).toEqual(['__proto__', 'toString']);
    expect(Object.entries(lastValues)).toEqual([
      ['__proto__', 1],
      ['toString', 2],
    ]);
    expect(parameterValues).toMatchObject([{ name: '__proto__' }, { name: 'constructor.x' }]);
    expect(Object.keys(params)).toEqual(['__proto__', 'constructor.x']);
  });

  test('holds many points in a few segments, whatever way they came', async () => {
    const id = await create();
    const steps = Array.from({ length: 5000 }, (_, at) => at);
    await log(id, { name: 'b', steps, values: steps.map((step) => step % 777) });
    for (let step = 0; step < 70; step++) await log(id, { name: 'a', steps: [step], values: [-step] });
    const { metrics, metricSummaries } = await read(id);
    expect(metrics[0]).toMatchObject({ count: 70, steps: steps.slice(0, 70), thinned: false });
    expect(metrics[1]).toMatchObject({ count: 5000, thinned: true });
    expect(metricSummaries).toMatchObject([
      { min: -69, max: 0 },
      { min: 0, max: 776 },
    ]);
    const rows = await api.prisma.metricSegment.count({ where: { series: { name: 'a' } } });
    expect(rows).toBeLessThan(20);
  });

  test('gives all its points as a Parquet file, which any reader of such files reads', async () => {
    const id = await create();
    const steps = Array.from({ length: 9000 }, (_, at) => 2 ** 40 + 3 * at);
    const time = Date.parse('2026-01-02T03:04:05.678Z');
    for (const part of [steps.slice(0, 5000), steps.slice(5000)])
      await log(id, {
        name: 'b',
        steps: part,
        values: part.map((step) => step % 777),
        times: part.map(() => time),
      });
    await log(id, { name: 'a', steps: [-2, 7], values: ['NaN', '-Infinity'] });
    // Between others: into the middle of a segment.
    await log(id, { name: 'b', steps: [2 ** 40 + 1], values: [0.1] });
    const { node } = await api.ask<{ node: { metricsUrl: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { metricsUrl } } }',
      { id },
    );
    const response = await fetch(`${api.address}${node.metricsUrl}`);
    expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
    const rows = await parquetReadObjects({ file: await response.arrayBuffer() });
    expect(rows).toHaveLength(9003);
    const of = (name: string) => rows.filter((row) => row.name === name);
    expect(of('a')).toMatchObject([
      { step: -2n, value: Number.NaN },
      { step: 7n, value: Number.NEGATIVE_INFINITY },
    ]);
    expect(of('b')[0]).toEqual({ name: 'b', step: 2n ** 40n, time: new Date(time), value: 2 ** 40 % 777 });
    expect(of('b')[1]).toMatchObject({ step: 2n ** 40n + 1n, value: 0.1 });
    expect(
      of('b')
        .slice(2)
        .map(({ step }) => Number(step)),
    ).toEqual(steps.slice(1));
    expect((await fetch(`${api.address}/metrics/${encodeURIComponent(id)}.parquet`)).status).toBe(200);
    expect((await fetch(`${api.address}/metrics/UHJvamVjdDox.parquet`)).status).toBe(404);
    expect((await fetch(`${api.address}/metrics/00000000-0000-7000-8000-000000000000.parquet`)).status).toBe(
      404,
    );
  });

  test('is written by many at once without a loss', async () => {
    const id = await create();
    await Promise.all(
      Array.from({ length: 16 }, (_, writer) =>
        log(
          id,
          { name: 'loss', steps: [writer, writer + 16], values: [writer, writer] },
          { name: `by ${writer}`, steps: [0], values: [1] },
        ),
      ),
    );
    const { metrics } = await read(id);
    expect(metrics).toHaveLength(17);
    expect(metrics.find(({ name }: { name: string }) => name === 'loss').count).toBe(32);
  });

  test('keeps a parameter as it was logged, unless it is to be replaced', async () => {
    const id = await create({ params: { rate: 0.1 } });
    expect(await call('logParams', { runId: id, params: { rate: 0.1, depth: 3 } })).toMatchObject({
      __typename: 'Run',
    });
    expect(await call('logParams', { runId: id, params: { rate: 0.2 } })).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('params.rate: expected 0.1'),
    });
    await call('logParams', { runId: id, params: { rate: 0.2 }, replace: true });
    expect((await read(id)).params).toEqual({ rate: 0.2, depth: 3 });
  });

  const long = 'k'.repeat(250);
  test.each([
    ['a name with NUL', { 'k\u0000': 1 }, /^params: expected text of whole characters without NUL/],
    ['half a character in a name within', { q: [{ '\ud800': 1 }] }, /^params\.q\.0: expected text of whole/],
    ['names that are told apart beyond 250 characters', { [`${long}a`]: 1, [`${long}b`]: 2 }, /got 251$/],
    ['two of one path', { 'a.b': 1, a: { b: 2 } }, /^params\.a\.b: expected each parameter once/],
  ])('refuses parameters with %s, and keeps those that are there', async (_, params, words) => {
    const id = await create({ params: { rate: 0.1 } });
    expect(await call('logParams', { runId: id, params })).toMatchObject({
      __typename: expect.stringMatching(/^(InvalidInput|Limit)Error$/),
      message: expect.stringMatching(words),
    });
    expect((await read(id)).params).toEqual({ rate: 0.1 });
  });

  test('refuses parameters that are too large together, and a number that no double holds', async () => {
    const id = await create({ params: { a: 'x'.repeat(200_000) } });
    expect(await call('logParams', { runId: id, params: { b: 'x'.repeat(100_000) } })).toMatchObject({
      message: expect.stringMatching(/^params: expected at most 256 KiB in a run/),
    });
    expect(Object.keys((await read(id)).params)).toEqual(['a']);
    const query =
      'mutation ($id: ID!, $p: JSON!) { logParams(input: { runId: $id, params: $p }) { ... on UserError { message } } }';
    const answer = await fetch(`${api.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id, p: { rate: 0 } } }).replace('"rate":0', '"rate":1e400'),
    });
    expect(await answer.text()).toContain('params.rate: expected a number that a double holds, got Infinity');
  });

  test('gives some points of each of many long curves', async () => {
    const id = await create();
    const steps = Array.from({ length: 1000 }, (_, step) => step);
    for (let first = 0; first < 200; first += 5)
      await log(
        id,
        ...Array.from({ length: 5 }, (_, at) => ({
          name: `gradient norm ${first + at}`,
          steps,
          values: steps.map((step) => 1 / (step + 3)),
        })),
      );
    const { metrics } = await read(id);
    expect(metrics).toHaveLength(200);
    for (const { steps: drawn, count } of metrics) {
      expect(count).toBe(1000);
      expect(drawn.length).toBeGreaterThan(200);
      expect(drawn.length).toBeLessThanOrEqual(400);
    }
  });

  test('has a file that was uploaded, under a name that stays its own', async () => {
    const id = await create();
    const uploadId = await uploadFile(api, projectId, { bytes: Buffer.from('weights'), fileName: 'w.bin' });
    const other = await uploadFile(api, projectId, { bytes: Buffer.from('others'), fileName: 'w.bin' });
    await call('logArtifact', { runId: id, uploadId, name: 'checkpoints/1.bin' });
    await call('logArtifact', { runId: id, uploadId, name: 'checkpoints/1.bin' });
    expect(
      await call('logArtifact', { runId: id, uploadId: other, name: 'checkpoints/1.bin' }),
    ).toMatchObject({
      __typename: 'ConflictError',
    });
    const { outputs } = await read(id);
    expect(outputs).toMatchObject([{ name: 'checkpoints/1.bin' }]);
    const response = await fetch(`${api.address}${outputs[0].url}`);
    expect(await response.text()).toBe('weights');
  });

  test.each(['../x', '/x', 'a//b', 'a/./b', 'a\u202eb', 'a\\b', 'x'.repeat(301)])(
    'refuses the file name %j',
    async (name) => {
      const id = await create();
      const uploadId = await uploadFile(api, projectId, { bytes: Buffer.from('weights'), fileName: 'w.bin' });
      expect(await call('logArtifact', { runId: id, uploadId, name })).toMatchObject({
        __typename: 'InvalidInputError',
      });
    },
  );

  test('takes late values once it has ended, but none once it is cancelled', async () => {
    const id = await create();
    await call('finishRun', { runId: id, status: 'SUCCEEDED' });
    expect(await log(id, { name: 'test accuracy', steps: [0], values: [1] })).toMatchObject({ points: 1 });
    expect(await call('finishRun', { runId: id, status: 'SUCCEEDED' })).toMatchObject({ __typename: 'Run' });
    expect(await call('finishRun', { runId: id, status: 'FAILED' })).toMatchObject({
      __typename: 'ConflictError',
    });
    const stopped = await create();
    const { cancelRun } = await api.ask<{ cancelRun: { status: string } }>(
      'mutation ($id: ID!) { cancelRun(id: $id) { ... on Run { status } } }',
      { id: stopped },
    );
    expect(cancelRun.status).toBe('CANCELLED');
    expect(await log(stopped, { name: 'loss', steps: [0], values: [1] })).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('cancelled'),
    });
  });

  test('tells its followers of new points, without the points', async () => {
    const id = await create();
    const told = (async () => {
      const types: string[] = [];
      for await (const { runEvents } of api.follow<{ runEvents: { type: string; data: object } }>(
        'subscription ($id: ID!) { runEvents(runId: $id) { type data } }',
        { id },
      )) {
        types.push(runEvents.type);
        if (runEvents.type === 'curves') expect(runEvents.data).toEqual({ names: ['loss'], pauseSeconds: 1 });
      }
      return types;
    })();
    const began = performance.now();
    for (let step = 0; step < 10; step++) await log(id, { name: 'loss', steps: [step], values: [step] });
    const seconds = (performance.now() - began) / 1000;
    await call('finishRun', { runId: id, status: 'SUCCEEDED' });
    const [first, ...others] = await told;
    expect([first, others.pop()]).toEqual(['started', 'succeeded']);
    // Ten batches, and a word at once and then one a second.
    expect(new Set(others)).toEqual(new Set(['curves']));
    expect(others.length).toBeLessThanOrEqual(1 + Math.floor(seconds));
  });

  test('is shown to those who follow its project as it is at each change', async () => {
    const changes = api.follow<{ run: { id: string; lastValues: object; metricSummaries: object[] } }>(
      'subscription ($id: ID!) { run: projectRuns(projectId: $id) { id lastValues metricSummaries { count } } }',
      { id: projectId },
    );
    const first = changes.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const id = await create({ metrics: [{ name: 'loss', steps: [0], values: [2] }] });
    const ofIt = async (from = changes.next()): Promise<unknown> => {
      const { value } = await from;
      return value.run.id === id ? value.run : ofIt();
    };
    expect(await ofIt(first)).toMatchObject({ lastValues: { loss: 2 }, metricSummaries: [{ count: 1 }] });
    await log(id, { name: 'loss', steps: [1], values: [1] });
    await call('finishRun', { runId: id, status: 'SUCCEEDED' });
    expect(await ofIt()).toMatchObject({ lastValues: { loss: 1 }, metricSummaries: [{ count: 2 }] });
    await changes.return?.();
  });

  test('is deleted with all that it logged, and with nothing else', async () => {
    const kept = await create({
      tags: [{ key: 'a', value: 'b' }],
      metrics: [{ name: 'x', steps: [1], values: [1] }],
    });
    const before = await api.prisma.metricSegment.count();
    const id = await create({
      params: { rate: 1 },
      tags: [{ key: 'a', value: 'b' }],
      metrics: [{ name: 'x', steps: [1], values: [1] }],
    });
    const { deleteRun } = await api.ask<{ deleteRun: { id: string } }>(
      'mutation ($id: ID!) { deleteRun(id: $id) { ... on DeletedRun { id } ... on UserError { message } } }',
      { id },
    );
    expect(deleteRun.id).toBe(id);
    await expect(read(id)).rejects.toThrow('NOT_FOUND');
    // Its rows stay for 30 days.
    expect(await api.prisma.metricSegment.count()).toBe(before + 1);
    const holder = { deletedFromId: { not: null } };
    await api.prisma.project.updateMany({ where: holder, data: { deletedAt: new Date(0) } });
    await removeDeletedRuns(api.prisma);
    expect(await api.prisma.metricSegment.count()).toBe(before);
    expect((await read(kept)).metrics).toHaveLength(1);
  });

  test('is written down with who did it when it is cancelled or deleted, once each', async () => {
    const id = await create();
    const { title } = await api.prisma.run.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const cancel = 'mutation ($id: ID!) { cancelRun(id: $id) { __typename } }';
    const remove = 'mutation ($id: ID!) { deleteRun(id: $id) { __typename } }';
    // Whoever comes second, at the same time or later, changes nothing.
    for (const text of [cancel, remove]) {
      await Promise.all([1, 2, 3].map(() => api.send(text, { id })));
      await api.send(text, { id });
    }
    const deeds = await api.prisma.auditEntry.findMany({
      where: { projectId: { not: null }, action: { in: ['run.cancel', 'run.delete'] } },
      orderBy: { id: 'desc' },
      take: 3,
    });
    const team = await api.prisma.team.findFirstOrThrow();
    const of = { teamId: team.id, subject: title, via: 'local' };
    expect(deeds[0]).toMatchObject({ ...of, action: 'run.delete', before: { status: 'CANCELLED' } });
    expect(deeds[1]).toMatchObject({ ...of, action: 'run.cancel', before: { status: 'RUNNING' } });
    expect(deeds[2]?.action).not.toBe('run.cancel');
  });

  test('is left alone by workers, which take none of it and find it dead never', async () => {
    const id = await create();
    await api.worker({ FIDUCIAL_LEASE_SECONDS: '1' });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await read(id)).toMatchObject({ status: 'RUNNING' });
  });
});

describe('what does not fit is refused in words', () => {
  test.each([
    [{ name: 'loss', steps: [1, 2], values: [1] }, 'metrics.0.values: expected 2'],
    [{ name: 'loss', steps: [1], values: [1], times: [] }, 'metrics.0.times: expected 1'],
    [{ name: 'loss', steps: [1], values: [1], times: ['NaN'] }, 'metrics.0.times: expected milliseconds'],
    [{ name: ' ', steps: [1], values: [1] }, 'metrics.0.name'],
    [{ name: 'n'.repeat(251), steps: [1], values: [1] }, 'metrics.0.name'],
  ])('%j', async (metric, words) => {
    const id = await create();
    expect((await log(id, metric)).message).toContain(words);
  });

  test.each(['a\nb', 'a\u2028b', 'a\u0007', '\u202eb', 'a\u2066b', '\u200b'])(
    'a metric or a tag of several lines, with nothing to see, or that turns what stands beside it: %j',
    async (name) => {
      const id = await create();
      expect(await log(id, { name, steps: [1], values: [1] })).toMatchObject({
        message: expect.stringMatching(/^metrics\.0\.name: expected one line of visible characters, got "/),
      });
      expect(await call('createRun', { projectId, tags: [{ key: name, value: '' }] })).toMatchObject({
        message: expect.stringMatching(/^tags\.0\.key: expected one line of visible characters, got "/),
      });
      expect((await read(id)).metrics).toEqual([]);
    },
  );

  test('a tag that says several lines, and a parameter whose name has them; a value may have them', async () => {
    const tags = [{ key: 'data', value: 'cifar\n10' }];
    expect(await call('createRun', { projectId, tags })).toMatchObject({
      message: 'tags.0.value: expected one line, got "cifar\\n10"',
    });
    const id = await create();
    expect(await call('logParams', { runId: id, params: { model: { 'de\u202epth': 3 } } })).toMatchObject({
      message: 'params: expected names of one line, got "model.de\\u202epth"',
    });
    await call('logParams', { runId: id, params: { prompt: 'one\ntwo' } });
    expect((await read(id)).parameterValues).toMatchObject([{ name: 'prompt', text: 'one\ntwo' }]);
  });

  test('half a step, and a step that a double does not hold', async () => {
    const id = await create();
    for (const step of [0.5, 2 ** 53, '1', null]) {
      const query = `mutation ($input: LogMetricsInput!) { logMetrics(input: $input) { __typename } }`;
      const input = { runId: id, metrics: [{ name: 'loss', steps: [step], values: [1] }] };
      const { errors } = await api.send(query, { input });
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  test('parameters that are no object, too many tags, notes without end', async () => {
    expect(await call('createRun', { projectId, params: [1] })).toMatchObject({
      __typename: 'InvalidInputError',
    });
    const tags = Array.from({ length: 101 }, (_, at) => ({ key: `k${at}`, value: '' }));
    expect(await call('createRun', { projectId, tags })).toMatchObject({ __typename: 'LimitError' });
    expect(await call('createRun', { projectId, notes: 'x'.repeat(20_001) })).toMatchObject({
      __typename: 'InvalidInputError',
    });
  });

  test('points of a run that a worker computes, or of none', async () => {
    const team = await api.prisma.team.findFirstOrThrow();
    const project = await api.prisma.project.create({ data: { teamId: team.id, slug: 'own', name: 'Own' } });
    const { id } = await api.prisma.run.create({
      data: { projectId: project.id, kind: 'sum', title: 'own', params: {}, requestDigest: '' },
    });
    const own = Buffer.from(`Run:${id}`).toString('base64');
    expect(await log(own, { name: 'loss', steps: [1], values: [1] })).toMatchObject({
      __typename: 'ConflictError',
    });
    const none = Buffer.from('Run:00000000-0000-7000-8000-000000000000').toString('base64');
    expect(await log(none, { name: 'loss', steps: [1], values: [1] })).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});
