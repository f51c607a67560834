import { CoreError } from '../errors';
import { countBelow } from '../tensors/count-below';

/** How scores are turned into probabilities. */
export const calibrationMethods = ['isotonic', 'logistic'] as const;
/** One of `calibrationMethods`. */
export type CalibrationMethod = (typeof calibrationMethods)[number];

/** Scored inputs with what is known of them. */
export interface CalibrationData {
  /** Detector scores, higher for more likely adversarial, `[n]`. */
  readonly scores: ArrayLike<number>;
  /** 1 where the model's prediction is right, `[n]`. */
  readonly right: ArrayLike<number>;
  /** What each input counts: groups drawn at another rate than they occur are weighted back, `[n]`. */
  readonly weights?: ArrayLike<number>;
}

/** A fitted map from scores to the probability that the prediction is right: never rising with the score. */
export type Calibration =
  | { readonly method: 'logistic'; readonly intercept: number; readonly slope: number }
  /** Steps: `probabilities[i]` for scores up to `scores[i]`, the last one for all above. */
  | {
      readonly method: 'isotonic';
      readonly scores: readonly number[];
      readonly probabilities: readonly number[];
    };

/**
 * Fits a calibration on held-out inputs.
 *
 * @throws {CoreError} `DEGENERATE_DATA` when all predictions are right, or all wrong: nothing can be learned from them
 */
export function fitCalibration(method: CalibrationMethod, data: CalibrationData): Calibration {
  const right = Array.from(data.right);
  if (!right.some(Boolean) || right.every(Boolean))
    throw new CoreError(
      'DEGENERATE_DATA',
      `calibration: expected right and wrong predictions, got ${right.filter(Boolean).length} right of ${right.length}`,
    );
  return method === 'isotonic' ? fitIsotonic(data) : fitLogistic(data);
}

/** Probability in [0, 1] that the prediction is right, for each score. */
export function calibrate(calibration: Calibration, scores: ArrayLike<number>): Float64Array {
  if (calibration.method === 'logistic') {
    const { intercept, slope } = calibration;
    return Float64Array.from(scores, (score) => sigmoid(intercept + slope * score));
  }
  const { scores: steps, probabilities } = calibration;
  const last = steps.length - 1;
  return Float64Array.from(scores, (score) => probabilities[Math.min(last, countBelow(steps, score))] ?? 0);
}

/** Pools neighbors that are in the wrong order until the steps fall: the least-squares fit that never rises. */
function fitIsotonic({ scores, right, weights }: CalibrationData): Calibration {
  const order = Array.from(scores, (_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const steps: { score: number; weight: number; sum: number }[] = [];
  const pooled = (at: number) => (steps[at]?.sum ?? 0) / (steps[at]?.weight ?? 1);
  for (const at of order) {
    const [score = 0, weight = 1] = [scores[at], weights?.[at]];
    const last = steps.at(-1);
    if (last && last.score === score) {
      last.weight += weight;
      last.sum += weight * (right[at] ?? 0);
    } else steps.push({ score, weight, sum: weight * (right[at] ?? 0) });
  }
  for (let at = 1; at < steps.length; ) {
    if (at > 0 && pooled(at - 1) < pooled(at)) {
      const [one, two] = [steps[at - 1], steps[at]];
      if (!one || !two) break;
      steps.splice(at - 1, 2, {
        score: two.score,
        weight: one.weight + two.weight,
        sum: one.sum + two.sum,
      });
      at = Math.max(1, at - 1);
    } else at++;
  }
  return {
    method: 'isotonic',
    scores: steps.map(({ score }) => score),
    probabilities: steps.map((_, at) => pooled(at)),
  };
}

/** Weight of the squared slope: keeps the fit finite where right and wrong are parted perfectly. */
const ridge = 1e-3;

/** Newton's method on the weighted log-likelihood of standardized scores; a slope that rises is held at 0. */
function fitLogistic({ scores, right, weights }: CalibrationData): Calibration {
  const n = scores.length;
  const weightOf = (at: number) => weights?.[at] ?? 1;
  const total = sumOver(n, weightOf);
  const center = sumOver(n, (at) => weightOf(at) * (scores[at] ?? 0)) / total;
  const spread = Math.sqrt(sumOver(n, (at) => weightOf(at) * ((scores[at] ?? 0) - center) ** 2) / total) || 1;
  const x = Float64Array.from(scores, (score) => (score - center) / spread);
  let [intercept, slope] = [0, 0];
  for (let round = 0; round < 100; round++) {
    let [g0, g1, h00, h01, h11] = [0, ridge * slope, 1e-12, 0, ridge];
    for (let at = 0; at < n; at++) {
      const [value = 0, weight] = [x[at], weightOf(at)];
      const p = sigmoid(intercept + slope * value);
      const [residual, curvature] = [weight * (p - (right[at] ?? 0)), weight * p * (1 - p)];
      g0 += residual;
      g1 += residual * value;
      h00 += curvature;
      h01 += curvature * value;
      h11 += curvature * value * value;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    // Damped: a full step from far away would overshoot.
    const scale = Math.min(1, 4 / Math.max(Math.abs(d0), Math.abs(d1), 1e-300));
    intercept -= scale * d0;
    slope -= scale * d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-10) break;
  }
  if (slope > 0) {
    const share = sumOver(n, (at) => weightOf(at) * (right[at] ?? 0)) / total;
    return { method: 'logistic', intercept: Math.log(share / (1 - share)), slope: 0 };
  }
  return { method: 'logistic', intercept: intercept - (slope * center) / spread, slope: slope / spread };
}

function sumOver(n: number, value: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < n; at++) sum += value(at);
  return sum;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
