import { CoreError } from '../../errors';
import { tf } from '../../tensors/tf';
import {
  fitLogisticRegression,
  type LogisticRegression,
  logOdds,
  probabilities,
} from '../baselines/logistic-regression';
import type { LabeledQueries } from '../queries';

/** How the scores of several layers become one. */
export const combinations = ['mean', 'max', 'learned'] as const;
/** One of `combinations`. */
export type Combination = (typeof combinations)[number];

/** A combination that is ready; `regression` is there for `learned`. */
export interface Combined {
  readonly combine: Combination;
  readonly regression: LogisticRegression | null;
}

/** Penalty on the squared coefficients of standardized scores: little, that one attack's rows cannot make them endless. */
const penalty = 1e-3;

/**
 * A logistic regression from the layers' scores of training rows, `[rows, layers]`, to adversarial or not.
 *
 * @throws {CoreError} `DEGENERATE_DATA` without rows of both kinds
 */
export function learnCombination(
  scores: Float64Array,
  { layers, groups }: { layers: number } & Pick<LabeledQueries, 'groups'>,
): LogisticRegression {
  const labels = groups.map((group) => Number(group !== 'authentic'));
  return fitLogisticRegression({ data: scores, width: layers, labels }, penalty);
}

/** One score a row from those of its layers, `[rows, layers]`: their mean, greatest, or learned P(adversarial). */
export function combineScores(
  scores: Float64Array,
  { combine, regression, layers }: Combined & { layers: number },
): Float32Array {
  if (combine === 'learned') return probabilities(logOdds(learned(regression), scores));
  return Float32Array.from({ length: scores.length / layers }, (_, row) => {
    const of = scores.subarray(row * layers, (row + 1) * layers);
    if (combine === 'max') return of.reduce((most, value) => Math.max(most, value));
    return of.reduce((sum, value) => sum + value, 0) / layers;
  });
}

/** The same of tensors, `[rows, layers]` to `[rows]`; of what is learned the log odds. Differentiable. */
export function combineTensors(scores: tf.Tensor2D, { combine, regression }: Combined): tf.Tensor1D {
  if (combine === 'mean') return scores.mean(1);
  if (combine === 'max') return scores.max(1);
  const { coefficients, intercept } = learned(regression);
  return tf.tidy(() => scores.mul(tf.tensor1d(coefficients)).sum(1).add(intercept) as tf.Tensor1D); // one a row
}

function learned(regression: LogisticRegression | null): LogisticRegression {
  if (!regression) throw new CoreError('SHAPE', 'detector state: expected a learned combination, got none');
  return regression;
}
