import type { Context } from '../../context';
import { CoreError } from '../../errors';
import { exactSearch } from '../../neighbors';
import { tf } from '../../tensors/tf';
import { rowOf } from '../baselines/check-reference';
import type { DifferentiableScore, SoftForm } from '../differentiable-score';
import type { Queries } from '../queries';
import { type Combined, combineTensors } from './combine';
import { neighborsIn, type SearchedLayer } from './knn-layers';
import { preprocessTensor } from './preprocessing';
import { hingeScores } from './soft-hinge';
import { distanceSupport, softSupport, softTemperature } from './soft-support';
import type { Weighting } from './weighted-support';

/** What the neighbors of all inputs count with. */
interface SoftCounting {
  readonly k: number;
  readonly weighting: Weighting;
  /** Class of each reference row. */
  readonly labels: Int32Array;
  /** What stands for the weights; `matching` unless told. */
  readonly softForm?: SoftForm;
}

/** The neighbors of one refresh, on the backend. */
interface Held {
  /** `[n, k, dimensions]`; for the hinge also the k nearest of the predicted class. */
  readonly points: tf.Tensor3D;
  /** `[n, k]`, 1 where the neighbor has the class that was predicted at the refresh. */
  readonly agrees: tf.Tensor2D;
  /** Squared distance to the k-th neighbor, `[n]`. */
  readonly reach: tf.Tensor1D;
  /** `[n]` */
  readonly temperatures: tf.Tensor1D;
}

/**
 * The kNN score for neighbors that stay as they were last refreshed. With `distance` weights it is exact; with `uniform`
 * and `rank`, whose score has no gradient, the soft form of `softSupport`. The class is the one predicted at the refresh.
 * Holds n k dimensions values a layer.
 */
export function softNeighbors(
  layers: readonly SearchedLayer[],
  counting: SoftCounting,
  combined: Combined,
): DifferentiableScore {
  let held: Held[] = [];
  const release = () => {
    for (const { points, agrees, reach, temperatures } of held)
      tf.dispose([points, agrees, reach, temperatures]);
    held = [];
  };
  const form = formOf(counting);
  const neighbors = counting.k * (form === 'hinge' ? 2 : 1);
  return {
    layers: layers.map(({ layer }) => layer),
    valuesPerInput: layers.reduce(
      (sum, { chunks: [chunk] }) => sum + neighbors * (chunk?.dimensions ?? 0),
      0,
    ),
    refresh: async (queries, context) => {
      release();
      for (const layer of layers) held.push(await hold(layer, queries, { counting, context }));
    },
    scores: ({ features }) =>
      tf.tidy(() => {
        const scores = layers.map(({ layer, preprocessed }, at) => {
          const [of, found] = [features.get(layer), held[at]];
          if (!of) throw new CoreError('SHAPE', `features: expected those of ${layer}, got none`);
          if (!found) throw new CoreError('SHAPE', 'kNN score: expected refreshed neighbors, got none');
          return scoresOf(preprocessTensor(of, preprocessed), found, form);
        });
        return combineTensors(tf.stack(scores, 1) as tf.Tensor2D, combined); // n x layers
      }),
    forget: release,
    dispose: release,
  };
}

function formOf({ weighting, softForm = 'matching' }: SoftCounting): Exclude<SoftForm, 'matching'> {
  if (softForm !== 'matching') return softForm;
  return weighting === 'distance' ? 'distance' : 'softmax';
}

function scoresOf(
  features: tf.Tensor2D,
  { points, agrees, reach, temperatures }: Held,
  form: Exclude<SoftForm, 'matching'>,
): tf.Tensor1D {
  const squared = features.expandDims(1).sub(points).square().sum(2) as tf.Tensor2D; // n x k
  if (form === 'hinge') return hingeScores(squared, { agrees, reach });
  const support =
    form === 'distance' ? distanceSupport(squared, agrees) : softSupport(squared, { agrees, temperatures });
  return tf.sub(1, support);
}

async function hold(
  layer: SearchedLayer,
  queries: Queries,
  { counting, context }: { counting: SoftCounting; context: Context },
): Promise<Held> {
  const { k, weighting, labels } = counting;
  const { indices, distances } = await neighborsIn(layer, queries, { k, context });
  const dimensions = layer.chunks[0]?.dimensions ?? 0;
  const of = (row: number) => Array.from(indices.subarray(row * k, (row + 1) * k));
  const own = formOf(counting) === 'hinge' ? await ownClassRows(layer, queries, { counting, context }) : null;
  const held = Array.from({ length: queries.rows }, (_, row) => {
    if (!own) return of(row);
    // Of those within reach only the others matter: the ones of the predicted class come by themselves.
    const others = of(row).filter((index) => labels[index] !== queries.predicted[row]);
    const wanted = own[row] ?? [];
    // A row of fixed length: what is missing is filled with the nearest of the predicted class, which already is near.
    return [...wanted, ...others, ...Array(2 * k).fill(wanted[0] ?? of(row)[0] ?? 0)].slice(0, 2 * k);
  });
  const width = own ? 2 * k : k;
  const points = new Float32Array(queries.rows * width * dimensions);
  const agrees = new Float32Array(queries.rows * width);
  held.forEach((neighbors, row) => {
    neighbors.forEach((index, rank) => {
      const at = row * width + rank;
      points.set(pointOf(layer, index), at * dimensions);
      agrees[at] = Number(labels[index] === queries.predicted[row]);
    });
  });
  const temperatures = Float32Array.from({ length: queries.rows }, (_, row) =>
    softTemperature(distances.subarray(row * k, (row + 1) * k), weighting),
  );
  return {
    points: tf.tensor3d(points, [queries.rows, width, dimensions]),
    agrees: tf.tensor2d(agrees, [queries.rows, width]),
    reach: tf.tensor1d(Float32Array.from(temperatures, (_, row) => (distances[(row + 1) * k - 1] ?? 0) ** 2)),
    temperatures: tf.tensor1d(temperatures),
  };
}

function pointOf({ chunks }: SearchedLayer, index: number): Float32Array {
  const [first] = chunks;
  const rowsPerChunk = first ? first.data.length / first.dimensions : 1;
  const chunk = chunks[Math.floor(index / rowsPerChunk)];
  return chunk ? rowOf(chunk, index % rowsPerChunk) : new Float32Array(0);
}

/** The k nearest reference rows of each query's predicted class, fewer where the class has fewer. */
async function ownClassRows(
  layer: SearchedLayer,
  queries: Queries,
  { counting: { k, labels }, context }: { counting: SoftCounting; context: Context },
): Promise<readonly (readonly number[])[]> {
  const found: number[][] = Array.from({ length: queries.rows }, () => []);
  for (const label of new Set(queries.predicted)) {
    const members = [...labels.keys()].filter((index) => labels[index] === label);
    if (members.length === 0) continue;
    const dimensions = layer.chunks[0]?.dimensions ?? 0;
    const data = new Float32Array(members.length * dimensions);
    members.forEach((index, at) => {
      data.set(pointOf(layer, index), at * dimensions);
    });
    const rows = [...queries.predicted.keys()].filter((row) => queries.predicted[row] === label);
    const own = { ...layer, search: exactSearch(() => [{ data, dimensions }]) };
    const count = Math.min(k, members.length);
    const { indices } = await neighborsIn(own, rowsOfQueries(layer.layer, queries, rows), {
      k: count,
      context,
    });
    rows.forEach((row, at) => {
      found[row] = Array.from(indices.subarray(at * count, (at + 1) * count), (index) => members[index] ?? 0);
    });
  }
  return found;
}

function rowsOfQueries(layer: string, queries: Queries, rows: readonly number[]): Queries {
  const features = queries.features.get(layer);
  if (!features) throw new CoreError('SHAPE', `queries: expected features of ${layer}, got none`);
  const { dimensions } = features;
  const data = new Float32Array(rows.length * dimensions);
  rows.forEach((row, at) => {
    data.set(rowOf(features, row), at * dimensions);
  });
  return { ...queries, rows: rows.length, features: new Map([[layer, { data, dimensions }]]) };
}
