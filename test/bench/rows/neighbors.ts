import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFeatures, type Features } from '@fiducial/core/activations';
import { exactSearch, type Neighbors } from '@fiducial/core/neighbors';
import { seededRandom } from '@fiducial/core/tensors';
import { builtInDigits, writeNpy } from '@fiducial/formats';
import { approximateSearch, recall } from '@fiducial/hnsw';
import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import type { Benchmark, Comparison, Contender, Measured } from '../benchmark';
import { fact, interleave, limitGoal, speedGoals, timed } from '../interleave';
import { ourVersion } from '../our-version';
import { taken } from '../taken';

const neighborPeers = join(import.meta.dirname, '..', 'peers', 'neighbor_peers.py');
const dimensions = 200;
const k = 100;

/** Exact neighbors among as many rows as MNIST has, of the width of a dense layer. */
export const exactNeighbors: Benchmark = {
  name: 'exact-neighbors',
  run: async ({ folder, peers }) => {
    const random = seededRandom(1);
    const draw = (rows: number): Features => ({
      data: Float32Array.from({ length: rows * dimensions }, () => Math.max(0, random.normal())),
      dimensions,
    });
    const asked = peers ? 10_000 : 256;
    const [reference, queries] = [draw(60_000), draw(asked)];
    write(folder, 'reference', reference);
    write(folder, 'queries', queries);
    const ours: Contender = {
      ...ourVersion(),
      units: asked,
      run: async () => {
        let found: Neighbors | undefined;
        const { seconds } = await timed(async () => {
          found = await exactSearch(() => chunksOf(reference))(queries, k, { seed: 0 });
        });
        return { seconds, facts: { meanDistance: mean(found?.distances ?? []) } };
      },
    };
    const peer = peers ? startPeer(neighborPeers, folder) : null;
    const versions = await peer?.ask('versions');
    const others: Contender[] = peer
      ? [
          {
            name: 'scikit-learn',
            version: String(versions?.['scikit-learn']),
            units: asked,
            run: () => taken(peer.ask('sklearn', { k, queries: asked })),
          },
          {
            name: 'FAISS',
            version: String(versions?.FAISS),
            units: asked,
            run: () => taken(peer.ask('faiss', { k, queries: asked })),
          },
        ]
      : [];
    const measured = await interleave([ours, ...others], 2);
    peer?.stop();
    const share = fact(measured, 'Fiducial', 'meanDistance') / fact(measured, 'scikit-learn', 'meanDistance');
    return [
      {
        work: `exact neighbors, ${asked} queries, 60,000 x ${dimensions}, k ${k}`,
        unit: 'queries',
        measured,
        goals: peers
          ? [
              ...speedGoals(measured, { 'scikit-learn': 1, FAISS: 0.5 }),
              limitGoal("mean distance against scikit-learn's, relative difference", Math.abs(share - 1), {
                most: 1e-5,
              }),
            ]
          : [],
      },
    ];
  },
};

/** The approximate index over the features of digits, at the least number of candidates that reaches the recall. */
export const approximateNeighbors: Benchmark = {
  name: 'approximate-neighbors',
  run: async ({ folder, peers }) => {
    if (!peers) return [];
    const { reference, queries } = await digitFeatures(folder);
    const [rows, asked] = [reference, queries].map(({ data }) => data.length / dimensions) as [
      number,
      number,
    ]; // two
    write(folder, 'reference', reference);
    write(folder, 'queries', queries);
    const exact = await exactSearch(() => [reference])(queries, k, { seed: 0 });
    const [links, buildCandidates] = [16, 200];
    let candidates = 100;
    const search = () =>
      approximateSearch(() => [reference], { seed: 0, links, buildCandidates, searchCandidates: candidates });
    let built = search();
    const context = { seed: 0 };
    const build: Contender = {
      ...ourVersion(),
      units: rows,
      run: async () => {
        built = search();
        return timed(() => built({ data: queries.data.slice(0, dimensions), dimensions }, 1, context));
      },
    };
    const peer = startPeer(neighborPeers, folder);
    const version = String((await peer.ask('versions')).hnswlib);
    const theirBuild: Contender = {
      name: 'hnswlib',
      version,
      units: rows,
      run: () => taken(peer.ask('hnswBuild', { links, candidates: buildCandidates })),
    };
    const building = await interleave([build, theirBuild], 2);
    for (; candidates < 2000; candidates += 20) {
      built = search();
      if (recall(exact, await built(queries, k, context)) >= 0.99) break;
    }
    const find: Contender = {
      ...ourVersion(),
      units: asked,
      run: async () => {
        let found = exact;
        const { seconds } = await timed(async () => {
          found = await built(queries, k, context);
        });
        return { seconds, facts: { recall: recall(exact, found), candidates } };
      },
    };
    const theirFind: Contender = {
      name: 'hnswlib',
      version,
      units: asked,
      run: () => taken(peer.ask('hnswSearch', { k, candidates })),
    };
    const finding = await interleave([find, theirFind], 5);
    peer.stop();
    const comparison = (work: string, unit: string, measured: readonly Measured[]): Comparison => ({
      work: `HNSW, one thread, ${work}, ${rows} x ${dimensions}`,
      unit,
      measured,
      goals: speedGoals(measured, { hnswlib: 1 / 1.5 }),
    });
    const found = comparison(`search of ${asked} queries, k ${k}`, 'queries', finding);
    const reached = limitGoal('recall', fact(finding, 'Fiducial', 'recall'), { least: 0.99 });
    return [
      comparison(`build, M ${links}, efConstruction ${buildCandidates}`, 'rows', building),
      { ...found, goals: [...found.goals, reached] },
    ];
  },
};

/** Features of the second dense layer: of 19,000 digits, most of them twice with noise, and of 1,000 others. */
async function digitFeatures(folder: string): Promise<{ reference: Features; queries: Features }> {
  const { model } = await trainedDigits(folder, 1);
  const digits = builtInDigits();
  const random = seededRandom(2);
  const rows = 20_000;
  const data = Float32Array.from({ length: rows * 784 }, (_, at) => {
    const value = (digits.images[at % digits.images.length] ?? 0) / 255;
    return at < digits.images.length ? value : Math.min(1, Math.max(0, value + 0.1 * random.normal()));
  });
  const values = new Float32Array(rows * dimensions);
  const options = { taps: ['fc1'], context: { seed: 0 } };
  for await (const { first, features } of extractFeatures(model, { data, shape: [28, 28, 1] }, options))
    values.set(features.get('fc1')?.data ?? [], first * dimensions);
  const split = 1000 * dimensions;
  return {
    queries: { data: values.slice(0, split), dimensions },
    reference: { data: values.slice(split), dimensions },
  };
}

function* chunksOf({ data, dimensions }: Features): Generator<Features> {
  for (let at = 0; at < data.length; at += 8192 * dimensions)
    yield { data: data.subarray(at, at + 8192 * dimensions), dimensions };
}

function write(folder: string, name: string, { data, dimensions }: Features): void {
  writeFileSync(
    join(folder, `${name}.npy`),
    writeNpy('float32', [data.length / dimensions, dimensions], data),
  );
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0;
  return sum / values.length;
}
