import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { peerPython } from '../peers/install-peers';
import { threadLimits, threads } from '../peers/peer-process';
import type { Comparison } from './benchmark';
import { benchmarks } from './benchmarks';
import { busyShare } from './busy-share';
import { type RowResult, report } from './report';

// npm run bench -w test [-- NAME...]: every row of docs/benchmarks.md, or those named, each in a process of its own: beside the
// Python peers on native TensorFlow, then ours alone on WebAssembly. Writes docs/benchmarks.json and docs/benchmarks.md.
const docs = join(import.meta.dirname, '..', '..', 'docs');
const file = join(docs, 'benchmarks.json');
const wanted = process.argv.slice(2);
const known = benchmarks.map(({ name }) => name);
for (const name of wanted)
  if (!known.includes(name)) throw new Error(`benchmark: expected one of ${known.join(', ')}, got ${name}`);

peerPython();
const results: RowResult[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
for (const name of known)
  for (const backend of ['native', 'wasm'] as const) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const others = await busyShare();
    console.log(
      `${name}, ${backend}${others > 0.1 ? ` (others use ${Math.round(100 * others)} % of the machine)` : ''}`,
    );
    const answer = await runRow(name, backend);
    const at = results.findIndex((row) => row.name === name && row.wanted === backend);
    const row = { name, wanted: backend, date: new Date().toISOString().slice(0, 10), others, ...answer };
    if (at >= 0) results[at] = row;
    else results.push(row);
    results.sort((a, b) => known.indexOf(a.name) - known.indexOf(b.name));
    save();
  }

function save(): void {
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    threads,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
  };
  writeFileSync(file, `${JSON.stringify({ machine, rows: results }, null, 2)}\n`);
  writeFileSync(join(docs, 'benchmarks.md'), report(machine, results, known));
}

/** One row in a process of its own: memory and threads of one do not bear on another. */
function runRow(
  name: string,
  backend: 'native' | 'wasm',
): Promise<{ backend: string; comparisons: Comparison[] }> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'run-row.ts'), [name], {
      env: { ...process.env, ...threadLimits, FIDUCIAL_BACKEND: backend },
      execArgv: [...process.execArgv, '--expose-gc'],
    });
    // run-row.ts sends exactly this.
    child.once('message', (answer) => resolve(answer as { backend: string; comparisons: Comparison[] }));
    child.once('exit', (code) => reject(new Error(`${name} on ${backend}: ended with ${code}`)));
  });
}
