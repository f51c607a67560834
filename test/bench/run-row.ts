import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, loadBackend } from '@fiducial/backend';
import { benchmarks } from './benchmarks';

// Runs one benchmark in a process of its own: run-row.ts NAME. FIDUCIAL_BACKEND=wasm runs ours alone.
const benchmark = benchmarks.find(({ name }) => name === process.argv[2]);
if (!benchmark)
  throw new Error(
    `benchmark: expected one of ${benchmarks.map(({ name }) => name).join(', ')}, got ${process.argv[2]}`,
  );
const backend = await loadBackend();
const folder = join(cacheFolder, 'trained-digits');
mkdirSync(folder, { recursive: true });
const comparisons = await benchmark.run({ folder, peers: process.env.FIDUCIAL_BACKEND !== 'wasm' });
const name = `${backend.name}${backend.tensorflowVersion ? ` TensorFlow ${backend.tensorflowVersion}` : ''}`;
if (process.send) process.send({ backend: `${name}, TF.js ${backend.version}`, comparisons });
else console.log(JSON.stringify(comparisons, null, 2));
process.disconnect?.();
