import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../../markdown/markdown-table';
import { busyShare } from '../busy-share';
import { seedRuns } from './seed-runs';
import { startDatabaseServer, startFiducial } from './servers';

// npm run bench:pages -w test [-- COUNT]: pages 1, 50 and 100 (or the last) of a list of COUNT runs (100,000), narrowed
// and sorted in several ways, through the API over HTTP. The pages are asked for by turns; minimum and median are printed.
const count = Number(process.argv[2] ?? 100_000);
const pageLength = 50;
const times = 15;

const half = { metrics: [{ name: 'loss', is: { above: 0.5 } }] };
const lists: readonly { readonly name: string; readonly filter: object; readonly sort?: object }[] = [
  { name: 'newest', filter: {} },
  { name: 'metric above a half, newest', filter: half },
  { name: 'metric above a half, by that metric', filter: half, sort: { metric: { name: 'loss' } } },
  {
    name: 'metric above a half, by another metric',
    filter: half,
    sort: { metric: { name: 'accuracy' }, ascending: true },
  },
  {
    name: 'one metric or another or a parameter, by a metric',
    filter: {
      anyOf: [
        { metrics: [{ name: 'loss', is: { below: 0.1 } }] },
        { metrics: [{ name: 'accuracy', is: { above: 0.9 } }] },
        { parameters: [{ name: 'optimizer', text: { equals: 'lion' } }] },
      ],
    },
    sort: { metric: { name: 'loss' } },
  },
  {
    name: 'a tag of one in a hundred or a metric of one in ten, newest',
    filter: {
      anyOf: [
        { tags: [{ key: 'kept', value: { equals: 'yes' } }] },
        { metrics: [{ name: 'loss', is: { below: 0.1 } }] },
      ],
    },
  },
  {
    name: 'metric in one of a hundred, newest',
    filter: { metrics: [{ name: 'loss', is: { below: 0.01 } }] },
  },
];

const query = `query ($projectId: ID!, $filter: RunFilter, $sort: RunSort, $after: String) {
  runs(projectId: $projectId, filter: $filter, sort: $sort, first: ${pageLength}, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id title status metricSummaries(names: ["loss"]) { last } } } } }`;

interface Answer {
  readonly data?: {
    readonly runs: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly edges: readonly unknown[];
    };
  };
  readonly errors?: unknown;
}

const database = await startDatabaseServer();
const artifacts = join(database.folder, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const fiducial = await startFiducial(await database.databaseOf('fiducial'), artifacts);
try {
  const { projectId } = await seedRuns(fiducial.databaseUrl, count);
  const globalId = Buffer.from(`Project:${projectId}`).toString('base64');
  const page = async ({ filter, sort }: (typeof lists)[number], after: string | null) => {
    const began = performance.now();
    const answer = await fetch(`${fiducial.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { projectId: globalId, filter, sort, after } }),
    });
    const { data, errors } = (await answer.json()) as Answer; // what the API writes
    if (!data) throw new Error(JSON.stringify(errors));
    return { ms: performance.now() - began, ...data.runs };
  };
  const others = await busyShare();
  const lines: string[][] = [];
  for (const list of lists) {
    // Cursors of the pages, taken on the way there.
    const cursors: (string | null)[] = [null];
    let reached = 1;
    for (; reached < 100; reached++) {
      const { pageInfo } = await page(list, cursors.at(-1) ?? null);
      if (!pageInfo.hasNextPage) break;
      cursors.push(pageInfo.endCursor);
    }
    const middle = Math.ceil(reached / 2);
    const timings = new Map([1, middle, reached].map((number) => [number, [] as number[]]));
    for (let round = 0; round < times; round++)
      for (const [number, taken] of timings) taken.push((await page(list, cursors[number - 1] ?? null)).ms);
    for (const [number, taken] of timings) {
      const sorted = taken.toSorted((a, b) => a - b);
      const figure = (value: number | undefined) => (value ?? Number.NaN).toFixed(1);
      lines.push([list.name, String(number), figure(sorted[0]), figure(sorted[Math.floor(times / 2)])]);
    }
    console.log(
      lines
        .slice(-timings.size)
        .map((line) => line.join(' | '))
        .join('\n'),
    );
  }
  console.log(`\n${markdownTable(['list', 'page', 'minimum, ms', 'median, ms'], lines)}`);
  console.log(
    `\n${count} runs, ${pageLength} a page, ${times} times by turns. Others used ${Math.round(100 * others)} % of the machine.`,
  );
} finally {
  await fiducial.stop();
  await database.stop();
}
