import { type ResultOf, readFragment } from '@fiducial/schema';
import type { Comparison } from './compare-query';
import { RocPointsFields } from './compared-evaluation-fields';
import type { RocPoints } from './operating-point';

type RocCounts = NonNullable<ResultOf<typeof RocPointsFields>['rocCurve']>;

/**
 * Curves of several detectors in one typed array, which goes from the server to the browser as bytes: 50 curves as lists
 * of numbers were a third of the page, and each number was looked at one by one where they were read again.
 */
export interface PackedCurves {
  /** In the order of the evaluations; null where a group is empty. */
  readonly sizes: readonly (
    | (Pick<RocCounts, 'nNegative' | 'nPositive'> & { readonly points: number })
    | null
  )[];
  /** Of each: thresholds (scores, which are floats; infinite flags nothing), false positives, true positives. */
  readonly values: Float32Array;
}

/**
 * A comparison as it goes to the browser: the points of its curves packed, and each sample once, for what is the same
 * object is sent once.
 */
export function packComparison(comparison: Comparison): { comparison: Comparison; curves: PackedCurves } {
  const samples = new Map(comparison.evaluations.map(({ sample }) => [sample.id, sample]));
  return {
    comparison: {
      ...comparison,
      evaluations: comparison.evaluations.map((evaluation) => ({
        ...withoutPoints(evaluation),
        sample: samples.get(evaluation.sample.id) ?? evaluation.sample,
      })),
    },
    curves: packCurves(
      comparison.evaluations.map((evaluation) => readFragment(RocPointsFields, evaluation).rocCurve),
    ),
  };
}

/** Of an evaluation whose curve's points travel packed. */
function withoutPoints<Masked extends object>(evaluation: Masked): Masked {
  // What a fragment asked for is there, though its type hides it.
  const { rocCurve } = evaluation as { rocCurve?: RocCounts | null };
  if (!rocCurve) return evaluation;
  const { thresholds: _, falsePositives: _f, truePositives: _t, ...rest } = rocCurve;
  return { ...evaluation, rocCurve: rest };
}

/** Curves as the server gave them, in one array. */
export function packCurves(curves: readonly (RocCounts | null)[]): PackedCurves {
  return {
    sizes: curves.map(
      (curve) =>
        curve && { points: curve.thresholds.length, nNegative: curve.nNegative, nPositive: curve.nPositive },
    ),
    values: Float32Array.from(
      curves.flatMap((curve) =>
        curve
          ? [
              ...curve.thresholds.map((threshold) => threshold ?? Number.POSITIVE_INFINITY),
              ...curve.falsePositives,
              ...curve.truePositives,
            ]
          : [],
      ),
    ),
  };
}

/** The curves as they are drawn and read. */
export function unpackCurves({ sizes, values }: PackedCurves): (RocPoints | null)[] {
  let at = 0;
  const next = (points: number, divisor = 1) => {
    const part = Float64Array.from(values.subarray(at, at + points), (value) => value / divisor);
    at += points;
    return part;
  };
  return sizes.map(
    (size) =>
      size && {
        thresholds: next(size.points),
        falsePositiveRate: next(size.points, size.nNegative),
        truePositiveRate: next(size.points, size.nPositive),
        nNegative: size.nNegative,
        nPositive: size.nPositive,
      },
  );
}
