import { z } from 'zod';
import { breathe, type Context } from '../../context';
import { CoreError } from '../../errors';
import { layerName, onlyWith } from '../../method';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import type { DifferentiableScore } from '../differentiable-score';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';
import { checkReference, chosenLayers, featuresOf, rowOf, squaredDistance } from './check-reference';
import { classMeans, labeledRows } from './class-statistics';
import { squaredDistancesTo } from './soft-mahalanobis';

const params = z.object({
  layer: layerName().default('fc2').describe('Layer whose features are looked at: the last hidden one.'),
  rule: z
    .enum(['scott', 'fixed'])
    .default('scott')
    .describe('Bandwidth by Scott’s rule from the spread within the classes, or as given.'),
  bandwidth: z
    .number()
    .min(1e-9)
    .max(1e9)
    .default(1.2)
    .meta(onlyWith('rule', 'fixed'))
    .describe('Deviation of the kernel where the rule is fixed, in units of the features.'),
});

/** A fitted density: the training images that it is over are looked up in the reference set. */
const stateText = z.object({ layer: z.string(), bandwidth: z.number().positive() });
type State = z.output<typeof stateText>;

/**
 * Minus the log density of an input's features among those of the training images of the predicted class: a Gaussian
 * kernel of one bandwidth h in all d dimensions, normalized, `-ln (1/n sum_i (2 pi h^2)^(-d/2) exp(-d_i^2 / 2 h^2))`.
 *
 * The paper chose h by hand for each data set (1.2 for MNIST); by default ours is Scott's rule with the largest class,
 * `n^(-1/(d + 4))` times the root of the mean variance within the classes. Computed in double precision; an input costs
 * as many distances as its class has training images.
 *
 * @see Feinman et al., Detecting adversarial samples from artifacts, 2017
 */
export const kernelDensity = defineDetector<typeof params, State>({
  id: 'kernelDensity',
  title: 'Kernel density',
  summary:
    'How thinly the training images of the predicted class lie around an input, in the last hidden layer.',
  source: 'https://arxiv.org/abs/1703.00410',
  needs: { layers: 'one', training: false, lookup: true },
  params,
  fit: async ({ reference }, { layer, rule, bandwidth }, context) => {
    const layers = chosenLayers(reference, [layer]);
    await checkReference(reference, { layers, rows: { name: 'reference images', value: 1 }, context });
    return { layer, bandwidth: rule === 'fixed' ? bandwidth : scottBandwidth(reference, layer) };
  },
  score: async ({ layer, bandwidth }, { reference, queries }, context) => ({
    scores: await negativeLogDensities(reference, queries, { layer, bandwidth, context }),
  }),
  differentiable: (state, { reference }) => softDensity(state, reference),
  softTraits: ['refresh'],
  state: {
    encode: (state) => ({ arrays: {}, text: { state: JSON.stringify(state) } }),
    decode: ({ text }) => stateText.parse(JSON.parse(text.state ?? '{}')),
  },
});

/** ln of `(2 pi h^2)^(-d/2) / n`. */
const logScale = (dimensions: number, bandwidth: number, n: number) =>
  -(dimensions / 2) * Math.log(2 * Math.PI * bandwidth ** 2) - Math.log(n);

function scottBandwidth(reference: ReferenceSet, layer: string): number {
  const { means, counts, dimensions } = classMeans(reference, layer);
  let squares = 0;
  for (const { label, vector } of labeledRows(reference, layer))
    squares += squaredDistance(vector, means.subarray(label * dimensions, (label + 1) * dimensions));
  if (squares === 0)
    throw new CoreError(
      'DEGENERATE_DATA',
      `features of ${layer}: expected images of a class that differ, got equal ones; give a bandwidth and the rule fixed`,
    );
  const largest = counts.reduce((most, count) => Math.max(most, count), 0);
  return Math.sqrt(squares / (reference.rows * dimensions)) * largest ** (-1 / (dimensions + 4));
}

async function negativeLogDensities(
  reference: ReferenceSet,
  queries: Queries,
  { layer, bandwidth, context }: State & { context: Context },
): Promise<Float32Array> {
  const features = featuresOf(queries, layer, reference.dimensions(layer));
  const { dimensions } = features;
  const rowsByClass = new Map<number, number[]>();
  queries.predicted.forEach((label, row) => {
    const rows = rowsByClass.get(label) ?? [];
    rows.push(row);
    rowsByClass.set(label, rows);
  });
  // ln of a sum of exponentials, kept as its greatest exponent and the sum relative to it.
  const greatest = new Float64Array(queries.rows).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(queries.rows);
  const counts = new Map<number, number>();
  let seen = 0;
  for (const { label, vector } of labeledRows(reference, layer)) {
    if (seen++ % 256 === 0) await breathe(context);
    counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const row of rowsByClass.get(label) ?? []) {
      const exponent = -squaredDistance(rowOf(features, row), vector) / (2 * bandwidth ** 2);
      const before = greatest[row] as number; // as many as rows, like sums
      const top = Math.max(before, exponent);
      sums[row] = (sums[row] as number) * Math.exp(before - top) + Math.exp(exponent - top);
      greatest[row] = top;
    }
  }
  return Float32Array.from(queries.predicted, (label, row) => {
    const n = counts.get(label);
    if (!n)
      throw new CoreError(
        'DEGENERATE_DATA',
        `class ${label}: expected reference images of the predicted class, got none`,
      );
    return -((greatest[row] ?? 0) + Math.log(sums[row] ?? 0) + logScale(dimensions, bandwidth, n));
  });
}

/** The same by tensors: all training images are held, and those of other classes than the predicted one masked. */
function softDensity({ layer, bandwidth }: State, reference: ReferenceSet): DifferentiableScore {
  const dimensions = reference.dimensions(layer);
  const points = tf.tidy(() =>
    tf.concat(
      [...reference.chunks(layer)].map(({ data }) =>
        tf.tensor2d(data, [data.length / dimensions, dimensions]),
      ),
    ),
  );
  const labels = tf.tensor1d(reference.labels, 'int32');
  let predicted = tf.tensor1d([], 'int32');
  return {
    layers: [layer],
    refresh: async (queries) => {
      predicted.dispose();
      predicted = tf.tensor1d(queries.predicted, 'int32');
    },
    scores: ({ features }) =>
      tf.tidy(() => {
        const of = features.get(layer);
        if (!of) throw new CoreError('SHAPE', `features: expected those of ${layer}, got none`);
        const same = predicted.expandDims(1).equal(labels.expandDims(0));
        const exponents = squaredDistancesTo(of, points).div(-2 * bandwidth ** 2);
        const masked = tf.where(same, exponents, tf.fill(exponents.shape, -1e30));
        const scale = same
          .sum(1)
          .toFloat()
          .log()
          .neg()
          .add(logScale(dimensions, bandwidth, 1));
        return masked.logSumExp(1).add(scale).neg();
      }),
    dispose: () => tf.dispose([points, labels, predicted]),
  };
}
