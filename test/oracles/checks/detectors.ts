import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFeatures, type Features } from '@fiducial/core/activations';
import {
  detectors,
  fitLogisticRegression,
  lidOf,
  logOdds,
  medianFilter,
  type Queries,
  type ReferenceSet,
  reduceBitDepth,
  squaredDistances,
  whiten,
} from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { gatherImages } from '@fiducial/core/models';
import { exactSearch } from '@fiducial/core/neighbors';
import { seededRandom, shuffledIndices } from '@fiducial/core/tensors';
import { builtInDigits, readNpy, writeNpy } from '@fiducial/formats';
import { startPeer } from '../../peers/peer-process';
import { trainedDigits } from '../../peers/trained-digits';
import { type Check, type CheckGroup, largestDifference, within } from '../check';

const layer = 'fc2';
const [referenceRows, queryRows, k] = [3000, 400, 50];
const context = { seed: 0 };

/** Detectors and their parts, on features of the last hidden layer. */
export const detectorChecks: CheckGroup = {
  title: `Detectors, on ${layer} of ${referenceRows} reference and ${queryRows} other digits, some with noise`,
  run: async (folder) => {
    const { reference, queries, images } = await bedOf(folder);
    const peer = startPeer(join(import.meta.dirname, '..', 'peers', 'detector_oracles.py'), folder);
    const versions = await peer.ask('versions');
    const [sklearn, scipy, art] = ['scikit-learn', 'SciPy', 'ART'].map((name) => `${name} ${versions[name]}`);
    const checks: Check[] = [];
    const theirs = async (task: string, given: object = {}) => {
      await peer.ask(task, given);
      return readNpy(readFileSync(join(folder, 'answer.npy'))).data;
    };
    const add = (what: string, by: string | undefined, difference: number, tolerance: number) =>
      checks.push(within({ what, peer: by ?? '' }, difference, tolerance));

    const features = queries.features.get(layer) as Features; // written above
    const search = exactSearch(() => reference.chunks(layer));
    const { distances } = await search(features, k, context);
    add(
      `distances to the ${k} nearest rows`,
      sklearn,
      largestDifference(distances, await theirs('neighbors', { k })),
      1e-4,
    );
    const knn = async (given: object) => scoresOf('knnScore', { layer, k, ...given }, { reference, queries });
    for (const weighting of ['uniform', 'rank', 'distance'])
      for (const preprocessing of ['none', 'l2', 'pcaWhitening']) {
        const own = await knn({ weighting, preprocessing });
        const other = await theirs('knn', { k, weighting, preprocessing });
        // Whitening blows up what single precision left of the smallest components: near-equal neighbors change places.
        const tolerance = preprocessing === 'pcaWhitening' ? 5e-3 : 1e-4;
        add(
          `kNN score, ${weighting}, preprocessing ${preprocessing}`,
          sklearn,
          largestDifference(own, other),
          tolerance,
        );
      }
    const density = await scoresOf(
      'kernelDensity',
      { layer, rule: 'fixed', bandwidth: 1.2 },
      { reference, queries },
    );
    const ofDensity = (what: string, by: string | undefined, other: ArrayLike<number>) =>
      within(
        { what: `kernel density, bandwidth 1.2, ${what}`, peer: by ?? '' },
        relative(density, other),
        1e-5,
      );
    checks.push(
      ofDensity('by its formula', scipy, await theirs('density', { bandwidth: 1.2 })),
      ofDensity('in one leaf', sklearn, await theirs('treeDensity', { bandwidth: 1.2, leaf: 100_000 })),
      {
        ...ofDensity(
          'leaves of 40, its default',
          sklearn,
          await theirs('treeDensity', { bandwidth: 1.2, leaf: 40 }),
        ),
        known:
          'in 200 dimensions its tree loses log densities this low, though asked to be exact; in one leaf it agrees',
      },
    );
    const ridge = 1e-3;
    const whitening = await whiten(reference, layer, { ridge, context });
    const mahalanobis = Float64Array.from({ length: queryRows }, (_, row) =>
      Math.min(
        ...squaredDistances(
          features.data.subarray(row * features.dimensions, (row + 1) * features.dimensions),
          whitening,
        ),
      ),
    );
    add(
      'Mahalanobis distance to the nearest class, tied covariance (1/N) with ridge',
      scipy,
      relative(mahalanobis, await theirs('mahalanobis', { ridge })),
      1e-4,
    );
    const lids = Float64Array.from({ length: queryRows }, (_, row) =>
      lidOf(distances.subarray(row * k, row * k + 20)),
    );
    add(
      'local intrinsic dimensionality, k 20',
      `${scipy} distances, formula in NumPy`,
      relative(lids, await theirs('lid', { k: 20 })),
      1e-4,
    );
    const l2 = 1e-3;
    const labels = Int32Array.from({ length: queryRows }, (_, row) => row % 2);
    const rows = { data: Float64Array.from(features.data), width: features.dimensions, labels };
    const odds = logOdds(fitLogisticRegression(rows, l2), rows.data);
    add(
      'logistic regression, log odds, balanced, l2 0.001 on standardized columns',
      sklearn,
      largestDifference(odds, await theirs('logistic', { l2 })),
      1e-3,
    );
    const few = images.subarray(0, 50 * 784);
    add(
      'bit depth 3',
      art,
      largestDifference(reduceBitDepth(few, { bits: 3, bounds: [0, 1] }), await theirs('bits', { bits: 3 })),
      1e-6,
    );
    add(
      'median filter 3 x 3',
      scipy,
      largestDifference(
        medianFilter(few, { size: 3, shape: [28, 28, 1] }),
        await theirs('median', { size: 3 }),
      ),
      0,
    );
    add(
      'median filter 2 x 2',
      scipy,
      largestDifference(
        medianFilter(few, { size: 2, shape: [28, 28, 1] }),
        await theirs('median', { size: 2 }),
      ),
      0,
    );
    peer.stop();
    return checks;
  },
};

function relative(own: ArrayLike<number>, other: ArrayLike<number>): number {
  return largestDifference(
    Array.from(own, (value, at) => value / Math.max(1, Math.abs(other[at] ?? 0))),
    Array.from(other, (value) => value / Math.max(1, Math.abs(value))),
  );
}

/** Scores of a registered detector that needs nothing but the reference set. */
async function scoresOf(
  id: string,
  given: Record<string, unknown>,
  { reference, queries }: { reference: ReferenceSet; queries: Queries },
): Promise<Float32Array> {
  const detector = detectors.find((known) => known.id === id);
  if (!detector) throw new Error(`${id} is not registered`);
  const state = await detector.fit({ reference }, parseParameters(detector, given), context);
  return (await detector.score(state, { reference, queries }, context)).scores;
}

/** Digits that the model was trained on as reference, others as queries: every second of those with noise. */
async function bedOf(folder: string) {
  const { model } = await trainedDigits(folder, 1);
  const digits = builtInDigits();
  const order = shuffledIndices(digits.labels.length, seededRandom(0));
  const random = seededRandom(5);
  const shape: [number, number, number] = [28, 28, 1];
  const taken = (rows: Int32Array) => gatherImages({ data: digits.images, shape }, rows).data;
  const [first, last] = [order.subarray(0, referenceRows), order.subarray(-queryRows)];
  const clean = Float32Array.from(taken(first), (byte) => byte / 255);
  const images = Float32Array.from(taken(last), (byte, at) =>
    Math.min(1, Math.max(0, byte / 255 + (Math.floor(at / 784) % 2) * 0.3 * random.normal())),
  );
  const of = async (data: Float32Array) => {
    for await (const chunk of extractFeatures(model, { data, shape }, { taps: [layer], context }))
      return { ...chunk, values: chunk.features.get(layer) as Features }; // the layer asked for; one chunk holds all
    throw new Error('features: expected a chunk');
  };
  const [known, asked] = [await of(clean), await of(images)];
  const labels = Int32Array.from(first, (row) => digits.labels[row] ?? 0);
  const { dimensions } = known.values;
  const write = (name: string, data: Float32Array, width: number) =>
    writeFileSync(join(folder, `${name}.npy`), writeNpy('float32', [data.length / width, width], data));
  write('oracle-reference', known.values.data, dimensions);
  write('oracle-queries', asked.values.data, dimensions);
  write('oracle-images', images, 784);
  writeFileSync(join(folder, 'oracle-labels.npy'), writeNpy('int32', [referenceRows], labels));
  writeFileSync(join(folder, 'oracle-predicted.npy'), writeNpy('int32', [queryRows], asked.predicted));
  const reference: ReferenceSet = {
    rows: referenceRows,
    classes: 10,
    layers: [layer],
    labels,
    dimensions: () => dimensions,
    chunks: () => [known.values],
    representatives: () => {
      throw new Error('representatives: not needed here');
    },
  };
  const queries: Queries = {
    rows: queryRows,
    features: asked.features,
    logits: asked.logits,
    predicted: asked.predicted,
  };
  return { reference, queries, images };
}
