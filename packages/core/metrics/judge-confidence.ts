import type { CalibrationMethod } from './calibration';
import {
  brierScore,
  expectedCalibrationError,
  type JudgedConfidence,
  type ReliabilityBin,
  type RiskCoverageCurve,
  reliability,
  riskCoverage,
} from './confidence';
import { crossCalibrate } from './cross-calibrate';
import { inputGroups, type ScoredInputs } from './scored-inputs';

/** How far probabilities that predictions are right can be trusted. */
export interface ConfidenceReport {
  readonly brier: number;
  readonly calibrationError: number;
  readonly bins: readonly ReliabilityBin[];
  readonly riskCoverage: RiskCoverageCurve;
}

/** What a detector's score says of unmodified inputs, beside the model's own softmax. */
export interface ConfidenceComparison {
  readonly right: number;
  readonly wrong: number;
  readonly detector: ConfidenceReport;
  readonly softmax: ConfidenceReport;
}

/** The natural rate of right predictions, from the split that a sample was drawn from. */
export interface NaturalRate {
  readonly correct: number;
  readonly drawnFrom: number;
}

/**
 * A detector's score as a probability that the prediction is right, on unmodified inputs: authentic ones are right,
 * errors wrong. Each input is calibrated without its own original; groups are weighted to the rates at which they occur.
 *
 * @param softmax the model's own confidence, `[n]`
 * @throws {CoreError} `DEGENERATE_DATA` without errors: there is nothing to be wrong about
 */
export function judgeConfidence(
  inputs: ScoredInputs & { readonly confidence: ArrayLike<number> },
  { method, natural, seed }: { method: CalibrationMethod; natural: NaturalRate; seed: number },
): ConfidenceComparison {
  const authentic = inputGroups.indexOf('authentic');
  const error = inputGroups.indexOf('error');
  const rows = Array.from(inputs.group, (_, row) => row).filter(
    (row) => inputs.group[row] === authentic || inputs.group[row] === error,
  );
  const right = rows.map((row) => Number(inputs.group[row] === authentic));
  const rights = right.filter(Boolean).length;
  const [rightWeight, wrongWeight] = [
    natural.correct / natural.drawnFrom / rights,
    1 - natural.correct / natural.drawnFrom,
  ];
  const weights = right.map((value) =>
    value === 1 ? rows.length * rightWeight : (rows.length * wrongWeight) / (rows.length - rights),
  );
  const confidence = crossCalibrate(
    method,
    {
      scores: rows.map((row) => inputs.score[row] ?? 0),
      originals: rows.map((row) => inputs.original[row] ?? -1),
      right,
      weights,
    },
    { seed },
  );
  return {
    right: rights,
    wrong: rows.length - rights,
    detector: report({ confidence, right, weights }),
    softmax: report({ confidence: rows.map((row) => inputs.confidence[row] ?? 0), right, weights }),
  };
}

function report(judged: JudgedConfidence): ConfidenceReport {
  return {
    brier: brierScore(judged),
    calibrationError: expectedCalibrationError(judged),
    bins: reliability(judged),
    riskCoverage: riskCoverage(judged),
  };
}
