import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../../markdown/markdown-table';
import { busyShare } from '../busy-share';
import { load, newProject, type Timing } from './load';
import { startDatabaseServer, startFiducial, startMlflow } from './servers';

// npm run bench:tracking -w test [-- --smoke] [-- ROW...]: logging, searching, reading and deleting runs, through the API
// over HTTP, beside MLflow's server on the same PostgreSQL. Writes docs/tracking-benchmarks.md; a smoke run does little of
// everything and, like one of ours alone (--alone), writes nothing.
const smoke = process.argv.includes('--smoke');
const alone = process.argv.includes('--alone');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));

/** One figure: an operation with its sizes, how much one step of it counts for, and how it is compared. */
interface Row {
  readonly name: string;
  readonly what: string;
  readonly plan: Readonly<Record<string, string | number>>;
  /** Units of one timed step; null where the time itself is the figure. */
  readonly units: number | null;
  readonly unit: string;
  /** Steps of each client before those that are timed: code that was never run is slow in both. */
  readonly warmUp?: number;
  /** Times MLflow that is to be reached; null where MLflow has no such operation. */
  readonly wanted: number | null;
}

/** Requests that a run is logged with: ours takes all in one, MLflow's makes it, takes a batch and ends it. */
const waysToLog = { whole: 'in as few requests as possible', run: 'in four requests' } as const;
const times = (full: number, little: number) => (smoke ? little : full);
const points = times(100_000, 5000);
const rows: readonly Row[] = [
  ...(['whole', 'run'] as const).flatMap((operation) =>
    [1, 8, 32].map((clients) => ({
      name: `${operation}-${clients}`,
      what: `a run with 10 parameters and 20 metrics, ended, ${waysToLog[operation]}; ${clients} at once`,
      plan: { operation, clients, times: times(50, 5) },
      warmUp: times(30, 1),
      units: 1,
      unit: 'runs/s',
      wanted: 5,
    })),
  ),
  ...[500, 1000].map((batch) => ({
    name: `points-${batch}`,
    what: `points in batches of ${batch}; 4 at once`,
    plan: { operation: 'points', clients: 4, times: times(100, 10), batch },
    warmUp: times(30, 1),
    units: batch,
    unit: 'points/s',
    wanted: 10,
  })),
  {
    name: 'search',
    what: 'the 50 best of all runs by a metric',
    plan: { operation: 'search', clients: 1, times: times(100, 10) },
    warmUp: times(200, 1),
    units: null,
    unit: 'ms',
    wanted: 20,
  },
  {
    name: 'history',
    what: `a curve of ${points.toLocaleString('en-US')} points, whole`,
    plan: { operation: 'history', clients: 1, times: times(10, 2), points },
    units: null,
    unit: 'ms',
    wanted: 20,
  },
  {
    name: 'delete',
    what: `a run with ${times(5_000_000, 100_000).toLocaleString('en-US')} points`,
    plan: { operation: 'delete', clients: 1, times: times(3, 1), points: times(5_000_000, 100_000) },
    units: null,
    unit: 'ms',
    wanted: null,
  },
];

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The figure of a timing, the greater the better or the smaller as its unit says. */
function figureOf({ units }: Row, { seconds, whole }: Timing): number {
  return units === null ? 1000 * median(seconds) : (units * seconds.length) / whole;
}

// Before the trackers start: their own workers are not others.
const others = await busyShare();
const server = await startDatabaseServer();
const artifacts = join(server.folder, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const trackers = [
  await startFiducial(await server.databaseOf('fiducial'), artifacts),
  ...(alone ? [] : [await startMlflow(await server.databaseOf('mlflow'), artifacts)]),
];
const lines: string[][] = [];
try {
  for (const row of rows) {
    if (wanted.length > 0 && !wanted.includes(row.name)) continue;
    const figures: (number | null)[] = [];
    const failures: string[] = [];
    for (const tracker of trackers) {
      if (tracker.target === 'mlflow' && row.wanted === null) {
        figures.push(null);
        continue;
      }
      const project = await newProject(tracker, `bench ${row.name}`);
      // What is searched has to be there first.
      if (row.plan.operation === 'search')
        load(tracker, project, { operation: 'run', clients: 8, times: times(1250, 10) });
      if (row.warmUp) load(tracker, project, { ...row.plan, times: row.warmUp });
      const timing = load(tracker, project, row.plan);
      failures.push(...timing.failures.map((failure) => `${tracker.target}: ${failure}`));
      figures.push(figureOf(row, timing));
    }
    const [ours = null, theirs = null] = figures;
    const ratio =
      ours === null || theirs === null ? null : row.units === null ? theirs / ours : ours / theirs;
    const figure = (value: number | null) =>
      value === null ? '–' : `${Number(value.toPrecision(3))} ${row.unit}`;
    lines.push([
      row.what,
      figure(ours),
      figure(theirs),
      ratio === null ? '–' : `${Number(ratio.toPrecision(3))} x`,
      row.wanted === null ? '–' : `${row.wanted} x`,
    ]);
    console.log(lines.at(-1)?.join(' | '), failures.length > 0 ? failures : '');
  }
  const head = ['what', 'Fiducial', `MLflow ${trackers[1]?.version ?? ''}`.trim(), 'ratio', 'wanted'];
  const table = markdownTable(head, lines);
  const note = `Node ${process.versions.node}; others used ${Math.round(100 * others)} % of the machine. Medians over all steps, or work divided by time, after some that are not timed; one PostgreSQL with its durable defaults for both.`;
  console.log(`\n${table}\n\n${note}`);
  if (!smoke && !alone && wanted.length === 0)
    writeFileSync(
      join(import.meta.dirname, '../../../docs/tracking-benchmarks.md'),
      `# Tracking, measured\n\n\`npm run bench:tracking -w test\`, ${new Date().toISOString().slice(0, 10)}. ${note}\n\n${table}\n`,
    );
} finally {
  for (const tracker of trackers) await tracker.stop();
  await server.stop();
}
