import { markdownTable } from '../markdown/markdown-table';
import type { Comparison, Measured } from './benchmark';
import { speed } from './interleave';

/** What came of one row on one backend. */
export interface RowResult {
  readonly name: string;
  readonly wanted: 'native' | 'wasm';
  readonly backend: string;
  readonly date: string;
  /** Share of the machine that others used right before. */
  readonly others: number;
  readonly comparisons: readonly Comparison[];
}

/** Where it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly threads: number;
  readonly node: string;
  readonly platform: string;
}

/** Above this share of the machine in other hands a row is marked. */
const busy = 0.1;

/** The page docs/benchmarks.md; `known` are the names of all rows. */
export function report(machine: Machine, rows: readonly RowResult[], known: readonly string[]): string {
  const native = rows.filter(({ wanted }) => wanted === 'native');
  const wasm = rows.filter(({ wanted }) => wanted === 'wasm');
  const goals = native.flatMap((row) =>
    row.comparisons.flatMap(({ work, goals }) => goals.map((goal) => ({ row, work, ...goal }))),
  );
  const missing = known.filter((name) => !native.some((row) => row.name === name));
  const reached = goals.filter((goal) => goal.reached).length;
  return `# Benchmarks

Written by \`npm run bench -w test\` (one row: \`npm run bench -w test -- NAME\`); do not edit. The same numbers, with every run, are
in [benchmarks.json](benchmarks.json).

Each row compares Fiducial with other libraries in one run: the same weights, images and parameters, all contenders in turn
(one warm-up each, then round by round), ${machine.threads} threads each. The speed is that of the fastest run; the times are
minimum and median. The Python libraries are installed by the command itself (\`test/peers/requirements.txt\`). The classifier is the
standard CNN after two epochs on 8,000 of the built-in digits.

Measured ${[...new Set(rows.map(({ date }) => date))].sort().join(', ')}. Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}.
${
  rows.some(({ others }) => others > busy)
    ? '\nRows marked † were measured while other programs used more than a tenth of the machine: their times are too long, and their ratios less sure.\n'
    : ''
}${missing.length > 0 ? `\nNot measured yet: ${missing.join(', ')}.\n` : ''}
## Figures to reach: ${reached} of ${goals.length} reached

${markdownTable(
  ['row', 'figure', 'found', 'wanted', ''],
  goals.map(({ row, work, what, found, wanted, reached }) => [
    `${work}${mark(row)}`,
    what,
    found,
    wanted,
    reached ? 'reached' : '**not reached**',
  ]),
)}

## Times

Fiducial here: ${[...new Set(native.map(({ backend }) => backend))].join('; ')}.

${table(native)}

## On WebAssembly

Where native TensorFlow is not there, the same code runs on WebAssembly (${[...new Set(wasm.map(({ backend }) => backend))].join('; ')}): ours alone,
with fewer images, so that figures are per second. Approximate neighbors and plain array code (maps) do not depend on the
backend.

${table(wasm)}
`;
}

function table(rows: readonly RowResult[]): string {
  const lines = rows.flatMap((row) =>
    row.comparisons.flatMap(({ work, unit, measured }) => measured.map((one) => line(row, work, unit, one))),
  );
  return markdownTable(['work', 'by', 'min s', 'median s', 'runs', 'speed', 'found'], lines);
}

function line(row: RowResult, work: string, unit: string, one: Measured): (string | number)[] {
  const sorted = [...one.seconds].sort((a, b) => a - b);
  const [least = Number.NaN, median = Number.NaN] = [sorted[0], sorted[sorted.length >> 1]];
  const facts = Object.entries(one.facts).map(([key, value]) => `${key} ${shown(value)}`);
  return [
    `${work}${mark(row)}`,
    `${one.name} (${one.version})`,
    least.toFixed(3),
    median.toFixed(3),
    sorted.length,
    `${shown(speed(one))} ${unit}/s`,
    facts.join(', '),
  ];
}

function shown(value: number | string | boolean): string {
  if (typeof value !== 'number') return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

function mark({ others }: RowResult): string {
  return `${others > busy ? ' †' : ''}`;
}
