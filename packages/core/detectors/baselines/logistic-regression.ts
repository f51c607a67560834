import { z } from 'zod';
import { CoreError } from '../../errors';
import { cholesky, solveCholesky } from '../../tensors/cholesky';

/** A fitted logistic regression: log odds of adversarial are `intercept + coefficients . row`. */
export const logisticRegression = z.object({ coefficients: z.array(z.number()), intercept: z.number() });
/** As `logisticRegression` describes it. */
export type LogisticRegression = z.output<typeof logisticRegression>;

/** Rows `[n, width]` in double precision with their labels `[n]`, 1 adversarial. */
export interface LabeledRows {
  readonly data: Float64Array;
  readonly width: number;
  readonly labels: ArrayLike<number>;
}

const mostSteps = 100;
/** Newton's method ends when no slope is steeper than this. */
const flat = 1e-9;
const mostHalvings = 30;

/**
 * Logistic regression by Newton's method with halved steps (iteratively reweighted least squares): deterministic, no
 * seed, no step size. Minimises the mean log-loss with both labels weighing the same, plus `l2 / 2` times the squared
 * length of the coefficients of standardised columns. The penalty makes the minimum unique and finite also where the
 * labels can be told apart without error; the intercept is not penalised. A column that never varies gets 0.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when only one label is there, `NOT_A_NUMBER` when a value is not finite
 */
export function fitLogisticRegression(rows: LabeledRows, l2: number): LogisticRegression {
  const weights = labelWeights(rows.labels);
  const { mean, deviation } = columnStatistics(rows);
  const width = rows.width + 1;
  // Standardised columns, and a last one of ones for the intercept.
  const design = new Float64Array(rows.labels.length * width).fill(1);
  for (let row = 0; row < rows.labels.length; row++)
    for (let at = 0; at < rows.width; at++)
      design[row * width + at] =
        ((rows.data[row * rows.width + at] ?? 0) - (mean[at] ?? 0)) / (deviation[at] ?? 1);
  const problem: Problem = { design, width, labels: rows.labels, weights, l2 };
  let beta = new Float64Array(width);
  let loss = lossAt(problem, beta);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = derivatives(problem, beta);
    if (gradient.every((slope) => Math.abs(slope) < flat)) break;
    const direction = solveCholesky(cholesky(hessian, width), gradient);
    const next = lowered(problem, { beta, direction, loss });
    if (!next) break;
    ({ beta, loss } = next);
  }
  const coefficients = Array.from(mean, (_, at) => (beta[at] ?? 0) / (deviation[at] ?? 1));
  const shift = coefficients.reduce((sum, value, at) => sum + value * (mean[at] ?? 0), 0);
  return { coefficients, intercept: (beta[width - 1] ?? 0) - shift };
}

/** Log odds of adversarial for each of `rows` `[n, width]`. */
export function logOdds({ coefficients, intercept }: LogisticRegression, rows: Float64Array): Float64Array {
  const width = coefficients.length;
  return Float64Array.from({ length: rows.length / width }, (_, row) =>
    coefficients.reduce((sum, value, at) => sum + value * (rows[row * width + at] ?? 0), intercept),
  );
}

/** P(adversarial) `[n]` from log odds. */
export function probabilities(odds: Float64Array): Float32Array {
  return Float32Array.from(odds, sigmoid);
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

interface Problem {
  readonly design: Float64Array;
  readonly width: number;
  readonly labels: ArrayLike<number>;
  readonly weights: Float64Array;
  readonly l2: number;
}

/** Each label's rows together weigh one half. */
function labelWeights(labels: ArrayLike<number>): Float64Array {
  const positive = Array.from(labels).filter((label) => label === 1).length;
  const counts = [labels.length - positive, positive];
  if (counts.some((count) => count === 0))
    throw new CoreError(
      'DEGENERATE_DATA',
      `training rows: expected authentic and adversarial ones, got ${counts[0]} and ${counts[1]}`,
    );
  return Float64Array.from(labels, (label) => 0.5 / (counts[label] ?? 1));
}

function columnStatistics({ data, width, labels }: LabeledRows) {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  const mean = new Float64Array(width);
  data.forEach((value, at) => {
    if (!Number.isFinite(value))
      throw new CoreError(
        'NOT_A_NUMBER',
        `row ${Math.floor(at / width)} of the regression: expected a finite number, got ${value}`,
      );
    sums[at % width] = (sums[at % width] ?? 0) + value;
  });
  sums.forEach((sum, at) => {
    mean[at] = sum / labels.length;
  });
  data.forEach((value, at) => {
    squares[at % width] = (squares[at % width] ?? 0) + (value - (mean[at % width] ?? 0)) ** 2;
  });
  const deviation = squares.map((sum) => Math.sqrt(sum / labels.length) || 1);
  return { mean, deviation };
}

function oddsAt({ design, width }: Problem, beta: Float64Array, row: number): number {
  let sum = 0;
  for (let at = 0; at < width; at++) sum += (design[row * width + at] as number) * (beta[at] as number); // within both
  return sum;
}

function lossAt(problem: Problem, beta: Float64Array): number {
  const { labels, weights, l2, width } = problem;
  let loss = 0;
  for (let row = 0; row < labels.length; row++) {
    const odds = oddsAt(problem, beta, row);
    const softplus = Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds)));
    loss += (weights[row] ?? 0) * (softplus - (labels[row] ?? 0) * odds);
  }
  for (let at = 0; at < width - 1; at++) loss += (l2 / 2) * (beta[at] ?? 0) ** 2;
  return loss;
}

function derivatives(problem: Problem, beta: Float64Array) {
  const { design, width, labels, weights, l2 } = problem;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  for (let row = 0; row < labels.length; row++) {
    const p = sigmoid(oddsAt(problem, beta, row));
    const slope = (weights[row] ?? 0) * (p - (labels[row] ?? 0));
    const curvature = (weights[row] ?? 0) * p * (1 - p);
    for (let at = 0; at < width; at++) {
      const value = design[row * width + at] as number; // within the array, as below; hot loops
      gradient[at] = (gradient[at] as number) + slope * value;
      for (let other = 0; other <= at; other++)
        hessian[at * width + other] =
          (hessian[at * width + other] as number) +
          curvature * value * (design[row * width + other] as number);
    }
  }
  for (let at = 0; at < width; at++) {
    const penalty = at < width - 1 ? l2 : 0;
    gradient[at] = (gradient[at] as number) + penalty * (beta[at] as number);
    // The last term keeps it definite where every probability has come to 0 or 1.
    hessian[at * width + at] = (hessian[at * width + at] as number) + penalty + 1e-12;
  }
  return { gradient, hessian };
}

/** The longest of the halved Newton steps that lowers the loss; null when none does, which ends the search. */
function lowered(
  problem: Problem,
  { beta, direction, loss }: { beta: Float64Array; direction: Float64Array; loss: number },
): { beta: Float64Array<ArrayBuffer>; loss: number } | null {
  for (let halving = 0; halving < mostHalvings; halving++) {
    const next = Float64Array.from(beta, (value, at) => value - (direction[at] ?? 0) / 2 ** halving);
    const nextLoss = lossAt(problem, next);
    if (nextLoss < loss) return { beta: next, loss: nextLoss };
  }
  return null;
}
