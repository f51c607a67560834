import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject } from '../testkit/thing-requests';

/** What the test knows of a run that it logged. */
interface Known {
  readonly id: string;
  readonly name: string;
  /** Values of the metric in the order of its steps; none for a run without it. */
  readonly values: readonly number[];
  readonly rate: number | string | null;
  readonly data: string | null;
  readonly ended: boolean;
}

let api: ApiBench;
let projectId: string;
let known: Known[];

const json = (value: number) => (Number.isFinite(value) ? value : String(value));

async function create(at: number): Promise<Known> {
  // A few values that many share, some that are not finite, and runs that have none.
  const base = (at * 7) % 5;
  const values = at % 7 === 0 ? [] : at % 11 === 0 ? [base, Number.NaN] : [base + 3, base - 2, base];
  const rate = at % 6 === 0 ? null : at % 13 === 0 ? 'auto' : ((at * 3) % 4) / 10;
  const data = at % 4 === 0 ? null : ['digits', 'cifar', 'Letters_1'][at % 3];
  const run = {
    name: `run ${(at * 17) % 10}`,
    values: at === 5 ? [Number.NEGATIVE_INFINITY] : values,
    rate,
    data: data ?? null,
    ended: at % 3 !== 0,
  };
  const input = {
    projectId,
    name: run.name,
    params: run.rate === null ? {} : { optimizer: { rate: run.rate } },
    tags: run.data === null ? [] : [{ key: 'data', value: run.data }],
    metrics: run.values.length
      ? [
          {
            name: 'loss',
            steps: run.values.map((_, step) => step),
            values: run.values.map(json),
            goal: 'MINIMIZE',
          },
        ]
      : [],
    ...(run.ended && { status: at % 2 ? 'SUCCEEDED' : 'FAILED' }),
  };
  const { createRun } = await api.ask<{ createRun: { id: string; message?: string } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { ... on Run { id } ... on UserError { message } } }',
    { input },
  );
  if (createRun.message) throw new Error(createRun.message);
  return { ...run, id: createRun.id };
}

beforeAll(async () => {
  api = await openApiBench();
  projectId = await createProject(api);
  known = [];
  for (let at = 0; at < 60; at++) known.push(await create(at));
});
afterAll(() => api?.close());

interface Page {
  readonly runs: {
    readonly totalCount: number;
    readonly pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      endCursor: string;
      startCursor: string;
    };
    readonly edges: { readonly node: { readonly id: string } }[];
  };
}

const runsQuery = `query ($projectId: ID, $filter: RunFilter, $sort: RunSort, $first: Int, $after: String, $last: Int, $before: String) {
  runs(projectId: $projectId, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } }`;

const page = async (variables: Record<string, unknown>) =>
  (await api.ask<Page>(runsQuery, { projectId, ...variables })).runs;
const idsOf = ({ edges }: Page['runs']) => edges.map(({ node }) => node.id);

/** All pages, from the front or from the back. */
async function walk(variables: Record<string, unknown>, backward = false): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const found: Page['runs'] = await page({
      ...variables,
      ...(backward ? { last: 7, before: cursor } : { first: 7, after: cursor }),
    });
    if (backward) ids.unshift(...idsOf(found));
    else ids.push(...idsOf(found));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = found.pageInfo;
    if (!(backward ? hasPreviousPage : hasNextPage)) return ids;
    cursor = backward ? startCursor : endCursor;
  }
}

const last = ({ values }: Known) => values.at(-1) ?? Number.NaN;
const finite = ({ values }: Known) => values.filter((value) => !Number.isNaN(value));
const extreme = (pick: (...values: number[]) => number) => (run: Known) =>
  finite(run).length ? pick(...finite(run)) : Number.NaN;
const rate = (run: Known) => (typeof run.rate === 'number' ? run.rate : Number.NaN);

/** What the list is to be: by a key, those without it last and the newest first, equal ones by age. */
function sorted(key: (run: Known) => number | string | null, ascending: boolean): string[] {
  const age = new Map(known.map(({ id }, at) => [id, at]));
  const lacks = (run: Known) => key(run) === null || Number.isNaN(key(run));
  const sign = ascending ? 1 : -1;
  const compare = (a: Known, b: Known) => {
    const [x, y] = [key(a) ?? '', key(b) ?? ''];
    return sign * (x < y ? -1 : x > y ? 1 : (age.get(a.id) ?? 0) - (age.get(b.id) ?? 0));
  };
  const having = known.filter((run) => !lacks(run)).sort(compare);
  const lacking = known.filter(lacks).reverse();
  return [...having, ...lacking].map(({ id }) => id);
}

describe('a list of runs', () => {
  const orders: [string, Record<string, unknown>, (run: Known) => number | string | null][] = [
    ['age', { field: 'CREATED' }, ({ id }) => known.findIndex((run) => run.id === id)],
    ['title', { field: 'TITLE' }, ({ name }) => name],
    ['the last value of a metric', { metric: { name: 'loss' } }, last],
    ['the least value of a metric', { metric: { name: 'loss', of: 'MIN' } }, extreme(Math.min)],
    ['the greatest value of a metric', { metric: { name: 'loss', of: 'MAX' } }, extreme(Math.max)],
    ['the best value of a metric', { metric: { name: 'loss', of: 'BEST' } }, extreme(Math.min)],
    ['a parameter as a number', { parameter: { name: 'optimizer.rate' } }, rate],
    [
      'a parameter as a text',
      { parameter: { name: 'optimizer.rate', asText: true } },
      (run) => (run.rate === null ? null : String(run.rate)),
    ],
    ['a tag', { tag: 'data' }, ({ data }) => data],
    ['a metric that no run has', { metric: { name: 'none' } }, () => null],
  ];
  for (const [name, sort, key] of orders)
    for (const ascending of [true, false])
      test(`sorted by ${name}, ${ascending ? 'ascending' : 'descending'}, is whole from either end`, async () => {
        const expected = sorted(key, ascending);
        expect(await walk({ sort: { ...sort, ascending } })).toEqual(expected);
        expect(await walk({ sort: { ...sort, ascending } }, true)).toEqual(expected);
      });

  test.each([
    ['a metric', { metrics: [{ name: 'loss', is: { above: 0.2 } }] }],
    ['a parameter', { parameters: [{ name: 'optimizer.rate', number: { atLeast: 0 } }] }],
    ['a tag', { tags: [{ key: 'data' }] }],
    ['what they lack', { metrics: [{ name: 'loss', missing: true }] }],
    ['one thing or another', { anyOf: [{ tags: [{ key: 'data' }] }, { metrics: [{ name: 'loss' }] }] }],
  ])('narrowed by %s is whole from either end, page by page', async (_, filter) => {
    for (const sort of [undefined, { metric: { name: 'loss' } }, { tag: 'data', ascending: true }]) {
      const whole = idsOf(await page({ filter, sort, first: 100 }));
      expect(whole.length).toBeGreaterThan(7);
      expect(await walk({ filter, sort })).toEqual(whole);
      expect(await walk({ filter, sort }, true)).toEqual(whole);
    }
  });

  test('sorted by its end has those that go on last', async () => {
    const ids = await walk({ sort: { field: 'ENDED' } });
    const ended = known.filter((run) => run.ended).map(({ id }) => id);
    const going = known.filter((run) => !run.ended).map(({ id }) => id);
    // Each ended before the next was made.
    expect(ids).toEqual([...ended.reverse(), ...going.reverse()]);
    expect(await walk({ sort: { field: 'ENDED' } }, true)).toEqual(ids);
  });

  const filter = { anyOf: [{ metrics: [{ name: 'loss', is: { above: 1 } }] }, { text: 'run 1' }] };
  test.each([
    ['', {}, () => true],
    [', narrowed', { filter }, (run: Known) => last(run) > 1 || run.name === 'run 1'],
  ])('does not repeat or hide others when runs come in between%s', async (_, narrowed, holds) => {
    const sort = { metric: { name: 'loss' }, ascending: true };
    const expected = sorted(last, true).filter((id) => known.some((run) => run.id === id && holds(run)));
    const added = new Set<string>();
    const seen: string[] = [];
    for (let after: string | null = null, at = 61; ; at++) {
      const found: Page['runs'] = await page({ ...narrowed, sort, first: 5, after });
      seen.push(...idsOf(found));
      if (!found.pageInfo.hasNextPage) break;
      after = found.pageInfo.endCursor;
      // One before the place that was reached, one after it, and one that the filter may leave out.
      for (const more of [at, at + 1, at + 2]) added.add((await create(more)).id);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => !added.has(id))).toEqual(expected);
    await api.prisma.run.deleteMany({
      where: { id: { in: [...added].map((id) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '') } },
    });
  });
});

describe('a list of runs is narrowed', () => {
  const filters: [string, Record<string, unknown>, (run: Known) => boolean][] = [
    ['by a metric', { metrics: [{ name: 'loss', is: { above: 1 } }] }, (run) => last(run) > 1],
    [
      'by two ends of a metric',
      { metrics: [{ name: 'loss', of: 'MIN', is: { atLeast: -1, below: 2 } }] },
      (run) => extreme(Math.min)(run) >= -1 && extreme(Math.min)(run) < 2,
    ],
    [
      'by a metric that is not',
      { metrics: [{ name: 'loss', is: { not: 2 } }] },
      (run) => !Number.isNaN(last(run)) && last(run) !== 2,
    ],
    [
      'by infinity',
      { metrics: [{ name: 'loss', is: { equals: '-Infinity' } }] },
      (run) => last(run) === Number.NEGATIVE_INFINITY,
    ],
    ['to those with a metric', { metrics: [{ name: 'loss' }] }, (run) => run.values.length > 0],
    [
      'to those without a metric',
      { metrics: [{ name: 'loss', missing: true }] },
      (run) => run.values.length === 0,
    ],
    [
      'by a parameter',
      { parameters: [{ name: 'optimizer.rate', number: { equals: 0.3 } }] },
      (run) => run.rate === 0.3,
    ],
    [
      'by a parameter as a text',
      { parameters: [{ name: 'optimizer.rate', text: { oneOf: ['auto', '0.1'] } }] },
      (run) => run.rate === 'auto' || run.rate === 0.1,
    ],
    ['by a tag', { tags: [{ key: 'data', value: { equals: 'cifar' } }] }, (run) => run.data === 'cifar'],
    [
      'by a part of a tag, in which _ stands for itself',
      { tags: [{ key: 'data', value: { contains: 'ERS_' } }] },
      (run) => run.data === 'Letters_1',
    ],
    [
      'by a tag that says something else',
      { tags: [{ key: 'data', value: { not: 'cifar' } }] },
      (run) => run.data !== null && run.data !== 'cifar',
    ],
    [
      'by all of them',
      {
        statuses: ['RUNNING'],
        kinds: ['logged'],
        text: 'RUN',
        metrics: [{ name: 'loss', is: { atMost: 3 } }],
        tags: [{ key: 'data' }],
      },
      (run) => !run.ended && last(run) <= 3 && run.data !== null,
    ],
    [
      'by any of a group',
      {
        anyOf: [
          { metrics: [{ name: 'loss', is: { above: 3 } }] },
          { parameters: [{ name: 'optimizer.rate', number: { equals: 0.3 } }] },
          { tags: [{ key: 'data', missing: true }] },
        ],
      },
      (run) => last(run) > 3 || run.rate === 0.3 || run.data === null,
    ],
    [
      'by groups in groups, beside a condition of its own',
      {
        statuses: ['RUNNING', 'SUCCEEDED'],
        allOf: [
          { anyOf: [{ metrics: [{ name: 'loss', missing: true }] }, { tags: [{ key: 'data' }] }] },
          {
            anyOf: [
              { text: 'run 3' },
              {
                allOf: [
                  { parameters: [{ name: 'optimizer.rate' }] },
                  { metrics: [{ name: 'loss', of: 'MIN', is: { below: 0 } }] },
                ],
              },
            ],
          },
        ],
      },
      (run) =>
        known.indexOf(run) % 6 !== 2 &&
        known.indexOf(run) % 6 !== 4 &&
        (run.values.length === 0 || run.data !== null) &&
        (run.name === 'run 3' || (run.rate !== null && extreme(Math.min)(run) < 0)),
    ],
    ['by the time of its end', { ended: { from: '2020-01-01T00:00:00Z' } }, (run) => run.ended],
    ['by the time of its start', { created: { before: '2020-01-01T00:00:00Z' } }, () => false],
  ];
  test.each(filters)('%s', async (_, filter, holds) => {
    const expected = known.filter(holds).map(({ id }) => id);
    expect((await walk({ filter })).toSorted()).toEqual(expected.toSorted());
    expect((await page({ filter, first: 1 })).totalCount).toBe(expected.length);
    const byLoss = sorted(last, false).filter((id) => expected.includes(id));
    expect(await walk({ filter, sort: { metric: { name: 'loss' } } })).toEqual(byLoss);
  });
});

describe('a list of runs refuses in words', () => {
  const made = (key: unknown, id: unknown) => Buffer.from(JSON.stringify([key, id])).toString('base64url');
  const id = '01890000-0000-7000-8000-000000000001';
  test.each([
    [{ after: 'x' }],
    [{ after: made('a', 'b') }],
    [{ after: made(1, id) }],
    [{ after: made('\u0000', id) }],
    [{ after: made('1; DROP', id), sort: { metric: { name: 'loss' } } }],
    [{ after: made('never', id), sort: { field: 'ENDED' } }],
    [{ after: made('never', id), sort: { field: 'STATUS' } }],
    [{ sort: {} }],
    [{ sort: { field: 'TITLE', tag: 'data' } }],
    [{ last: 5 }],
    [{ filter: { tags: Array.from({ length: 11 }, () => ({ key: 'x' })) } }],
    [{ filter: { anyOf: [] } }],
    [{ filter: { anyOf: Array.from({ length: 31 }, () => ({ text: 'x' })) } }],
    [{ filter: { anyOf: Array.from({ length: 31 }, () => ({})) } }],
    [{ filter: { anyOf: [{ allOf: [{ anyOf: [{ anyOf: [{ text: 'x' }] }] }] }] } }],
  ])('%j', async (variables) => {
    const { errors } = await api.send(runsQuery, { projectId, first: 5, ...variables });
    expect(errors?.[0]?.extensions?.code).toMatch(/^(BAD_USER_INPUT|LIMIT)$/);
  });
  test.each([[{}], [{ first: 0 }], [{ first: 101 }]])('the page %j', async (variables) => {
    const { errors } = await api.send(runsQuery, { projectId, ...variables });
    expect(errors?.[0]?.extensions?.code).toBe('PAGE_SIZE');
  });
});

test('a project names what its runs carry', async () => {
  const { node } = await api.ask<{ node: unknown }>(
    'query ($id: ID!) { node(id: $id) { ... on Project { metricNames parameterNames tagKeys } } }',
    { id: projectId },
  );
  expect(node).toEqual({ metricNames: ['loss'], parameterNames: ['optimizer.rate'], tagKeys: ['data'] });
});

test('a view is saved, replaced, read and forgotten', async () => {
  const save = (input: Record<string, unknown>) =>
    api.ask<{ saveView: { id: string } }>(
      'mutation ($input: SaveViewInput!) { saveView(input: $input) { ... on SavedView { id } ... on UserError { message } } }',
      { input: { projectId, ...input } },
    );
  const filter = {
    metrics: [{ name: 'loss', is: { below: 'Infinity' } }],
    ended: { from: '2026-01-02T03:04:05.000Z' },
  };
  const first = await save({ name: 'Best', columns: [] });
  const { saveView } = await save({
    name: 'Best',
    filter,
    sort: { metric: { name: 'loss' } },
    columns: ['metric:loss'],
  });
  expect(saveView.id).toBe(first.saveView.id);
  const read = () =>
    api.ask<{ node: { savedViews: unknown[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Project { savedViews { name filter sort columns createdByName } } } }',
      { id: projectId },
    );
  expect((await read()).node.savedViews).toEqual([
    {
      name: 'Best',
      filter,
      sort: { metric: { name: 'loss' } },
      columns: ['metric:loss'],
      createdByName: 'Local owner',
    },
  ]);
  await api.ask('mutation ($id: ID!) { deleteView(id: $id) { __typename } }', { id: saveView.id });
  expect((await read()).node.savedViews).toEqual([]);
});
