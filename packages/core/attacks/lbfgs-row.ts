import { type BoxMinimizer, boxMinimizer } from './box-minimizer';
import { unbounded } from './constant-search';
import { clearMargin } from './success-margin';

/** Where one image's search stands. */
export interface LbfgsRow {
  /** In the batch. */
  readonly place: number;
  readonly clean: Float32Array;
  minimizer: BoxMinimizer;
  constant: number;
  /** Largest constant that did not succeed, and smallest that did. */
  low: number;
  high: number;
  /** Whether the lowest point for `constant` reaches the target: one that was overshot does not count. */
  found: boolean;
  evaluations: number;
  /** Constants that may still be tried, this one with them; 0 when the image is done. */
  left: number;
  /** The nearest success; the clean image before there is one. */
  best: Float32Array;
  squaredSize: number;
  /** Of the clean image, where every search starts. */
  first?: Answer;
}

/** Cross-entropy of the target at a point, its gradient, and the margin of the target in logits. */
export interface Answer {
  readonly loss: number;
  readonly gradient: Float32Array;
  readonly margin: number;
}

/** What all images have in common. */
export interface LbfgsProblem {
  readonly bounds: readonly [number, number];
  readonly history: number;
  readonly steps: number;
  readonly searches: number;
  readonly initialConstant: number;
}

/** An image before its first evaluation, which is of itself. */
export function startRow(clean: Float32Array, place: number, problem: LbfgsProblem): LbfgsRow {
  return {
    place,
    clean,
    minimizer: minimizerFrom(clean, problem),
    constant: problem.initialConstant,
    low: 0,
    high: unbounded,
    found: false,
    evaluations: 0,
    left: problem.searches,
    best: clean,
    squaredSize: Number.POSITIVE_INFINITY,
  };
}

/** Takes in what the network says of the point that the row asked for, and moves on: in its search, or to the next one. */
export function tellRow(row: LbfgsRow, answer: Answer, problem: LbfgsProblem): void {
  if (!row.first) {
    row.first = { ...answer, gradient: Float32Array.from(answer.gradient) };
    if (answer.margin > 0) row.left = 0;
  }
  take(row, answer);
  row.evaluations++;
  if (!row.minimizer.converged && row.evaluations < problem.steps) return;
  row.left = Math.max(0, row.left - 1);
  if (row.found) row.high = Math.min(row.high, row.constant);
  else row.low = Math.max(row.low, row.constant);
  row.constant = row.high < unbounded ? (row.low + row.high) / 2 : row.constant * 10;
  row.minimizer = minimizerFrom(row.clean, problem);
  row.found = false;
  row.evaluations = 1;
  take(row, row.first);
}

function take(row: LbfgsRow, { loss, gradient, margin }: Answer): void {
  const point = Float32Array.from(row.minimizer.trial);
  const away = point.map((value, at) => value - (row.clean[at] ?? 0));
  const squaredSize = away.reduce((sum, value) => sum + value * value, 0);
  if (margin > clearMargin && squaredSize < row.squaredSize) {
    row.best = point;
    row.squaredSize = squaredSize;
  }
  const slope = Float64Array.from(gradient, (value, at) => row.constant * value + 2 * (away[at] ?? 0));
  if (row.minimizer.tell(row.constant * loss + squaredSize, slope)) row.found = margin > clearMargin;
}

function minimizerFrom(clean: Float32Array, { bounds, history }: LbfgsProblem): BoxMinimizer {
  const firstStep = (bounds[1] - bounds[0]) * firstShare;
  return boxMinimizer({ start: Float64Array.from(clean), bounds, history, firstStep });
}

/** Length of a search's first step as a share of the range of values. */
const firstShare = 0.5;
