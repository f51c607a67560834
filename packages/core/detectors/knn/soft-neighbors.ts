import type { Context } from '../../context';
import { CoreError } from '../../errors';
import { tf } from '../../tensors/tf';
import { rowOf } from '../baselines/check-reference';
import type { DifferentiableScore, Queries } from '../define-detector';
import { type Combined, combineTensors } from './combine';
import { neighborsIn, type SearchedLayer } from './knn-layers';
import { preprocessTensor } from './preprocessing';
import { distanceSupport, softSupport, softTemperature } from './soft-support';
import type { Weighting } from './weighted-support';

/** What the neighbors of all inputs count with. */
interface SoftCounting {
  readonly k: number;
  readonly weighting: Weighting;
  /** Class of each reference row. */
  readonly labels: Int32Array;
}

/** The neighbors of one refresh, on the backend. */
interface Held {
  /** `[n, k, dimensions]` */
  readonly points: tf.Tensor3D;
  /** `[n, k]`, 1 where the neighbor has the class that was predicted at the refresh. */
  readonly agrees: tf.Tensor2D;
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
    for (const { points, agrees, temperatures } of held) tf.dispose([points, agrees, temperatures]);
    held = [];
  };
  return {
    layers: layers.map(({ layer }) => layer),
    refresh: async (queries, context) => {
      release();
      for (const layer of layers) held.push(await hold(layer, queries, { counting, context }));
    },
    scores: ({ features }) =>
      tf.tidy(() => {
        const scores = layers.map(({ layer, preprocessed }, at) => {
          const [of, neighbors] = [features.get(layer), held[at]];
          if (!of) throw new CoreError('SHAPE', `features: expected those of ${layer}, got none`);
          if (!neighbors) throw new CoreError('SHAPE', 'kNN score: expected refreshed neighbors, got none');
          return scoresOf(preprocessTensor(of, preprocessed), neighbors, counting.weighting);
        });
        return combineTensors(tf.stack(scores, 1) as tf.Tensor2D, combined); // n x layers
      }),
    dispose: release,
  };
}

function scoresOf(
  features: tf.Tensor2D,
  { points, agrees, temperatures }: Held,
  weighting: Weighting,
): tf.Tensor1D {
  const squared = features.expandDims(1).sub(points).square().sum(2) as tf.Tensor2D; // n x k
  const support =
    weighting === 'distance'
      ? distanceSupport(squared, agrees)
      : softSupport(squared, { agrees, temperatures });
  return tf.sub(1, support);
}

async function hold(
  layer: SearchedLayer,
  queries: Queries,
  { counting: { k, weighting, labels }, context }: { counting: SoftCounting; context: Context },
): Promise<Held> {
  const { chunks } = layer;
  const { indices, distances } = await neighborsIn(layer, queries, { k, context });
  const dimensions = chunks[0]?.dimensions ?? 0;
  const points = new Float32Array(indices.length * dimensions);
  const agrees = new Float32Array(indices.length);
  const rowsPerChunk = (chunks[0]?.data.length ?? 0) / dimensions;
  indices.forEach((index, at) => {
    const chunk = chunks[Math.floor(index / rowsPerChunk)];
    if (chunk) points.set(rowOf(chunk, index % rowsPerChunk), at * dimensions);
    agrees[at] = Number(labels[index] === queries.predicted[Math.floor(at / k)]);
  });
  const temperatures = Float32Array.from({ length: queries.rows }, (_, row) =>
    softTemperature(distances.subarray(row * k, (row + 1) * k), weighting),
  );
  return {
    points: tf.tensor3d(points, [queries.rows, k, dimensions]),
    agrees: tf.tensor2d(agrees, [queries.rows, k]),
    temperatures: tf.tensor1d(temperatures),
  };
}
