import { z } from 'zod';
import type { Features } from '../../activations/features';
import { CoreError } from '../../errors';
import type { EncodedState } from '../define-detector';
import type { LabeledQueries } from '../queries';
import { checkTrainingVaries } from './check-reference';
import {
  fitLogisticRegression,
  type LogisticRegression,
  logisticRegression,
  logOdds,
  probabilities,
} from './logistic-regression';

/** Strength of the penalty on a regression's coefficients: one home for its words and its default. */
export const l2 = () =>
  z
    .number()
    .min(1e-9)
    .max(1000)
    .default(1e-3)
    .describe('Strength of the penalty on the squared coefficients of standardised values.');

/** One number for each layer, weighed by a logistic regression; and the points in each layer that it is measured from. */
export interface Layered {
  /** By layer in forward order, `[points, dimensions]`. */
  readonly points: ReadonlyMap<string, Features>;
  readonly regression: LogisticRegression;
}

/**
 * Weighs the layers' numbers, `[rows, layers]` of the training rows.
 *
 * @throws {CoreError} `DEGENERATE_DATA` without authentic or without attacked rows
 */
export function fitLayers(
  data: Float64Array,
  { train, width, l2: penalty }: { train: LabeledQueries | undefined; width: number; l2: number },
): LogisticRegression {
  if (!train)
    throw new CoreError(
      'DEGENERATE_DATA',
      'training rows: expected authentic and adversarial ones, got none',
    );
  checkTrainingVaries(data, width, 'numbers of the layers');
  const labels = train.groups.map((group) => Number(group !== 'authentic'));
  return fitLogisticRegression({ data, width, labels }, penalty);
}

/** P(adversarial) of rows, from their numbers `[rows, layers]`. */
export function layeredScores({ regression }: Layered, data: Float64Array): { scores: Float32Array } {
  return { scores: probabilities(logOdds(regression, data)) };
}

const regressionText = z.object({ layers: z.array(z.string()), regression: logisticRegression });

/** Points as arrays, the regression as text in double precision; `more` is kept beside. */
export function encodeLayered(
  { points, regression }: Layered,
  more: Readonly<Record<string, string>> = {},
): EncodedState {
  const arrays = [...points].map(
    ([layer, { data, dimensions }]) =>
      [`points/${layer}`, { data, shape: [data.length / dimensions, dimensions] }] as const,
  );
  return {
    arrays: Object.fromEntries(arrays),
    text: { ...more, layered: JSON.stringify({ layers: [...points.keys()], regression }) },
  };
}

/** @throws {CoreError} `SHAPE` when an array is missing */
export function decodeLayered({ arrays, text }: EncodedState): Layered {
  const { layers, regression } = regressionText.parse(JSON.parse(text.layered ?? '{}'));
  const points = layers.map((layer) => [layer, stateArray({ arrays, text }, `points/${layer}`)] as const);
  return { points: new Map(points), regression };
}

/** A matrix of a state by name. @throws {CoreError} `SHAPE` when it is missing */
export function stateArray({ arrays }: EncodedState, name: string): Features {
  const found = arrays[name];
  if (!found) throw new CoreError('SHAPE', `detector state: expected an array ${name}, got none`);
  return { data: found.data, dimensions: found.shape[1] ?? found.data.length };
}
