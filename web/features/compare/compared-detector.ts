import { readFragment } from '@fiducial/schema';
import { unbroken } from '../../text/names';
import { threatNote } from '../../text/threat-words';
import { type DetectorLook, groupColors, projectLooks } from '../../theme/colors';
import type { Comparison } from './compare-query';
import { ComparedEvaluationFields, type Evaluated } from './compared-evaluation-fields';
import type { RocPoints } from './operating-point';
import { type OperatingPoint, OperatingPointFields } from './operating-points-query';
import { type PackedCurves, unpackCurves } from './packed-comparison';
import type { ComparedEvaluation, PairTest } from './result-table';

/** A detector of the comparison, as all panels show it. */
export interface ComparedDetector {
  /** Id of its evaluation. */
  readonly id: string;
  readonly name: string;
  readonly look: DetectorLook;
  readonly evaluated: Evaluated;
  /** Its curve over what was chosen; null where a group is empty. */
  readonly curve: RocPoints | null;
  /** What it does at the threshold that the page was opened with. */
  readonly operatingPoint: OperatingPoint;
}

/** The detectors in the order asked for, each with the look that it has on every page of its project. */
export function comparedDetectors(
  { evaluations, projects }: Comparison,
  curves: PackedCurves,
): ComparedDetector[] {
  const own = evaluations.map((evaluation) => readFragment(ComparedEvaluationFields, evaluation));
  const known = projects.flatMap(({ leaderboard }) => leaderboard.map(({ detector }) => detector));
  const points = unpackCurves(curves);
  const looks = projectLooks([...known, ...own.map(({ detector }) => detector)]);
  return own.map((evaluated, at) => {
    const { operatingPoint } = readFragment(OperatingPointFields, evaluations[at] as (typeof evaluations)[0]); // same length
    return {
      id: evaluated.id,
      name: unbroken(evaluated.detector.name),
      look: looks.get(evaluated.detector.name) ?? { color: groupColors.CONTROL, dash: 'solid' },
      evaluated,
      curve: points[at] ?? null,
      operatingPoint,
    };
  });
}

/** What pictures of these detectors say under them about attackers who know. */
export function exportNote(detectors: readonly ComparedDetector[]): string | undefined {
  return threatNote(
    detectors.map(({ name, evaluated }) => ({ name, level: evaluated.strongestThreatLevel })),
  );
}

/** The detectors as the result table takes them. */
export function comparedEvaluations(detectors: readonly ComparedDetector[]): ComparedEvaluation[] {
  return detectors.map(({ id, evaluated: { detector, strongestThreatLevel, rows } }) => ({
    id,
    name: detector.name,
    strongestThreatLevel,
    rows,
  }));
}

/** The paired tests as the result table takes them. */
export function pairTests({ pairs, evaluations }: Comparison): PairTest[] {
  return pairs.map(({ a, b, attackSet, ...test }) => ({
    ...test,
    a: evaluations[a]?.id ?? '',
    b: evaluations[b]?.id ?? '',
    attackSetId: attackSet?.id ?? null,
  }));
}
