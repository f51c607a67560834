/** Probabilities that predictions are right, and whether they were. */
export interface JudgedConfidence {
  /** `[n]`, in [0, 1]. */
  readonly confidence: ArrayLike<number>;
  /** 1 where the prediction was right, `[n]`. */
  readonly right: ArrayLike<number>;
  /** What each input counts, `[n]`; all alike when absent. */
  readonly weights?: ArrayLike<number>;
}

/** Inputs of similar confidence: how sure the model was, and how often it was right. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/** Weighted mean of the squared difference of confidence and outcome: 0 is perfect. */
export function brierScore({ confidence, right, weights }: JudgedConfidence): number {
  let [sum, total] = [0, 0];
  for (let at = 0; at < confidence.length; at++) {
    const weight = weights?.[at] ?? 1;
    sum += weight * ((confidence[at] ?? 0) - (right[at] ?? 0)) ** 2;
    total += weight;
  }
  return sum / total;
}

/** A reliability diagram over `bins` equal ranges of confidence; empty ranges are left out. */
export function reliability({ confidence, right, weights }: JudgedConfidence, bins = 10): ReliabilityBin[] {
  const filled = Array.from({ length: bins }, () => ({ count: 0, weight: 0, confidence: 0, right: 0 }));
  for (let at = 0; at < confidence.length; at++) {
    const [value = 0, weight] = [confidence[at], weights?.[at] ?? 1];
    const bin = filled[Math.min(bins - 1, Math.floor(value * bins))];
    if (!bin) continue;
    bin.count++;
    bin.weight += weight;
    bin.confidence += weight * value;
    bin.right += weight * (right[at] ?? 0);
  }
  return filled.flatMap((bin, at) =>
    bin.count === 0
      ? []
      : [
          {
            low: at / bins,
            high: (at + 1) / bins,
            count: bin.count,
            meanConfidence: bin.confidence / bin.weight,
            shareRight: bin.right / bin.weight,
          },
        ],
  );
}

/** Weighted mean gap between confidence and share right over the bins of a reliability diagram. */
export function expectedCalibrationError(judged: JudgedConfidence, bins = 10): number {
  const { confidence, weights } = judged;
  const weightOfBin = new Float64Array(bins);
  let total = 0;
  for (let at = 0; at < confidence.length; at++) {
    const weight = weights?.[at] ?? 1;
    const bin = Math.min(bins - 1, Math.floor((confidence[at] ?? 0) * bins));
    weightOfBin[bin] = (weightOfBin[bin] ?? 0) + weight;
    total += weight;
  }
  return reliability(judged, bins).reduce((sum, { low, meanConfidence, shareRight }) => {
    const share = (weightOfBin[Math.round(low * bins)] ?? 0) / total;
    return sum + share * Math.abs(meanConfidence - shareRight);
  }, 0);
}

/** How often predictions are wrong when only the surest are answered: one point for each distinct confidence. */
export interface RiskCoverageCurve {
  /** Share of inputs answered, rising to 1. */
  readonly coverage: Float64Array;
  /** Share of those answered that are wrong. */
  readonly risk: Float64Array;
  /** Area under the curve, risk held from each point to the next: the mean risk over all coverages. */
  readonly area: number;
}

/**
 * The risk-coverage curve: inputs are answered from the highest confidence down, equal ones together.
 *
 * @see El-Yaniv and Wiener, On the foundations of noise-free selective classification, JMLR 2010
 */
export function riskCoverage({ confidence, right, weights }: JudgedConfidence): RiskCoverageCurve {
  const order = Array.from(confidence, (_, at) => at).sort(
    (a, b) => (confidence[b] ?? 0) - (confidence[a] ?? 0),
  );
  const total = order.reduce((sum, at) => sum + (weights?.[at] ?? 1), 0);
  const points: { coverage: number; risk: number }[] = [];
  let [answered, wrong, area, before] = [0, 0, 0, 0];
  order.forEach((at, rank) => {
    const weight = weights?.[at] ?? 1;
    answered += weight;
    wrong += weight * (1 - (right[at] ?? 0));
    const next = order[rank + 1];
    if (next !== undefined && confidence[next] === confidence[at]) return;
    const point = { coverage: answered / total, risk: wrong / answered };
    area += (point.coverage - before) * point.risk;
    before = point.coverage;
    points.push(point);
  });
  return {
    coverage: Float64Array.from(points, ({ coverage }) => coverage),
    risk: Float64Array.from(points, ({ risk }) => risk),
    area,
  };
}
