import { neighborWeights, type Weighting, weightings } from '@fiducial/core/detectors';
import type { BundledDetector } from './bundled-detector';
import type { Judgment } from './score-images';

/** A row of the reference set near an input. */
export interface NearRow {
  readonly row: number;
  /** True class. */
  readonly label: number;
  /** Euclidean, in the layer's features. */
  readonly distance: number;
  /** Share of the weight of all neighbors that are kept, 0 to 1. */
  readonly weight: number;
}

/** The rows nearest to an input in one layer, nearest first. */
export interface NearRows {
  readonly layer: string;
  readonly nearest: readonly NearRow[];
}

/** An input's evolution map `[layers][classes]` beside the mean map of the predicted class. */
export interface MapWithMean {
  readonly layers: readonly string[];
  /** `euclidean` (a distance) or `cosine` (a similarity). */
  readonly distance: string;
  readonly values: number[][];
  readonly meanOfPredicted: number[][];
}

/** The neighbors behind the score of the first input; null where the method looks none up. */
export function nearRowsOf(
  { manifest, reference }: BundledDetector,
  { explanation: { neighbors } }: Judgment,
): NearRows | null {
  if (!neighbors) return null;
  const { layer, k } = neighbors;
  const [rows, distances] = [neighbors.indices.subarray(0, k), neighbors.distances.subarray(0, k)];
  const given = manifest.method.parameters.weighting;
  const weighting: Weighting = weightings.find((known) => known === given) ?? 'rank';
  const weights = neighborWeights(distances, weighting);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const nearest = Array.from(rows, (row, at) => ({
    row,
    label: reference.labels[row] ?? 0,
    distance: distances[at] ?? 0,
    weight: (weights[at] ?? 0) / all,
  }));
  return { layer, nearest };
}

/** The evolution map behind the score of the first input, which is predicted to be of a class; null where the method reads none. */
export function mapOf(
  { manifest, encoded }: BundledDetector,
  { explanation: { maps } }: Judgment,
  predicted: number,
): MapWithMean | null {
  if (!maps) return null;
  const { layers, classes, data } = maps;
  const matrix = (values: ArrayLike<number>, from: number) =>
    layers.map((_, layer) =>
      Array.from({ length: classes }, (_class, label) => values[from + layer * classes + label] ?? 0),
    );
  const means = encoded.arrays.meanMaps?.data ?? new Float32Array();
  return {
    layers,
    distance: String(manifest.method.parameters.distance ?? 'euclidean'),
    values: matrix(data, 0),
    meanOfPredicted: matrix(means, predicted * layers.length * classes),
  };
}

/** The likeliest classes of the first of rows of logits, with their softmax, the likeliest first. */
export function likeliestClasses(
  { data, dimensions }: { readonly data: Float32Array; readonly dimensions: number },
  most: number,
): { classIndex: number; confidence: number }[] {
  const logits = data.subarray(0, dimensions);
  const top = logits.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  const exponentials = Array.from(logits, (value) => Math.exp(value - top));
  const all = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials
    .map((value, classIndex) => ({ classIndex, confidence: value / all }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most);
}
