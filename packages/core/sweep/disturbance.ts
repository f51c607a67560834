import type { Features } from '../activations/features';
import type { ReferenceSet } from '../detectors/reference-set';
import { CoreError } from '../errors';

/**
 * Radius of each class in one layer, `[classes]`: the root mean squared distance of the class's reference features to
 * their centroid, whatever the model says of them. 0 for a class of one image, or of equal features; not a number for one
 * of none.
 */
export function classRadius(reference: ReferenceSet, layer: string): Float64Array {
  const { classes, labels } = reference;
  const dimensions = reference.dimensions(layer);
  const counts = new Float64Array(classes);
  const means = new Float64Array(classes * dimensions);
  const squares = new Float64Array(classes);
  const everyValue = (take: (label: number, at: number, value: number) => void) => {
    let row = 0;
    for (const { data } of reference.chunks(layer))
      for (let first = 0; first < data.length; first += dimensions, row++)
        for (let at = 0; at < dimensions; at++) take(labels[row] ?? 0, at, data[first + at] ?? 0);
  };
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  everyValue((label, at, value) => {
    const place = label * dimensions + at;
    means[place] = (means[place] ?? 0) + value / (counts[label] ?? 1);
  });
  everyValue((label, at, value) => {
    squares[label] = (squares[label] ?? 0) + (value - (means[label * dimensions + at] ?? 0)) ** 2;
  });
  return squares.map((sum, label) => Math.sqrt(sum / (counts[label] ?? 0)));
}

/**
 * How far each modified input moved in one layer, relative to the radius of its true class, `[rows]`:
 * `||phi(x') - phi(x)|| / radius(class of x)`. Not a number where the class has none. Liao et al. 2018
 * (https://arxiv.org/abs/1712.02976) follow the same distance through the layers, divided by the length of the clean
 * activation; the radius says how it compares with what tells images of a class apart, whatever the layer's offset.
 *
 * @throws {CoreError} `SHAPE` when the two are of different sizes
 */
export function disturbances(
  { clean, modified }: { clean: Features; modified: Features },
  { labels, radius }: { labels: ArrayLike<number>; radius: Float64Array },
): Float64Array {
  const { dimensions } = clean;
  if (modified.dimensions !== dimensions || modified.data.length !== clean.data.length)
    throw new CoreError(
      'SHAPE',
      `modified features: expected ${clean.data.length} values of ${dimensions} dimensions, got ${modified.data.length} of ${modified.dimensions}`,
    );
  return Float64Array.from({ length: clean.data.length / dimensions }, (_, row) => {
    let squared = 0;
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++)
      squared += ((modified.data[at] ?? 0) - (clean.data[at] ?? 0)) ** 2;
    const unit = radius[labels[row] ?? -1] ?? 0;
    return unit > 0 ? Math.sqrt(squared) / unit : Number.NaN;
  });
}

/** Mean and quartiles of some disturbances. */
export interface DisturbanceSummary {
  /** Inputs that it is over. */
  readonly n: number;
  readonly mean: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

/** Mean and quartiles, interpolated between neighbors in order; values that are none are left out, and null is given for none. */
export function summarizeDisturbance(values: Float64Array): DisturbanceSummary | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  if (n === 0) return null;
  const quantile = (share: number) => {
    const at = share * (n - 1);
    const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    return below + (above - below) * (at - Math.floor(at));
  };
  return {
    n,
    mean: sorted.reduce((sum, value) => sum + value, 0) / n,
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
  };
}
