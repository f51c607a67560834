import { markdownTable } from '../markdown/markdown-table';
import { three } from './figure-words';
import { aucGrid } from './figures';
import type { StudiedDetector, Study } from './study';

/** Plain means of a detector's AUCs, null where there is none. */
export interface MeanAucs {
  /** Over the attacks that some detector of the study learned from. */
  readonly known: number | null;
  /** Over the others. */
  readonly unknown: number | null;
  /** Over the controls: 0.5 is wanted. */
  readonly control: number | null;
}

/** Names of the attacks that any detector of the study learned from. */
function learnedAttacks({ evaluations }: Study): ReadonlySet<string> {
  return new Set(evaluations.flatMap(({ trainedOn }) => trainedOn));
}

/** A detector's mean AUCs over what the study's detectors learned from, over what they did not, and over controls. */
function meanAucs({ attacks }: StudiedDetector, learned: ReadonlySet<string>): MeanAucs {
  const over = (wanted: (one: StudiedDetector['attacks'][number]) => boolean) =>
    mean(attacks.filter(wanted).flatMap(({ auc }) => auc ?? []));
  return {
    known: over(({ name, control }) => !control && learned.has(name)),
    unknown: over(({ name, control }) => !control && !learned.has(name)),
    control: over(({ control }) => control),
  };
}

/** What the strongest attacker that a study set on a detector knew of it. */
export function adaptiveAttackOn(
  detector: string,
  { threats }: Pick<Study, 'threats'>,
): 'none' | 'limited' | 'perfect' {
  const levels = threats
    .filter((aimed) => aimed.detector === detector)
    .flatMap(({ attacks }) => attacks.map(({ level }) => level));
  if (levels.includes('PERFECT')) return 'perfect';
  return levels.includes('LIMITED') ? 'limited' : 'none';
}

/** One line a detector, best over unknown attacks first. */
export function detectorTable(study: Study): string {
  const learned = learnedAttacks(study);
  const rows = ranked(study).map((detector) => {
    const { known, unknown, control } = meanAucs(detector, learned);
    const { macro } = detector;
    return [
      detector.detector,
      detector.trainedOn.length ? 'yes' : 'no',
      three(known),
      three(unknown),
      `${three(macro.auc)} [${three(macro.aucLow)}, ${three(macro.aucHigh)}]`,
      macro.eer === null ? '–' : `${(100 * macro.eer).toFixed(1)} %`,
      three(control),
      adaptiveAttackOn(detector.detector, study),
    ];
  });
  return markdownTable(
    [
      'detector',
      'learns from attacks',
      'known attacks',
      'other attacks',
      'macro-AUC [95 %]',
      'EER',
      'noise control',
      'adaptive attack',
    ],
    rows,
  );
}

/** AUC of each detector against each attack, as SVG; detectors in the order of the table. */
export function detectorGrid(study: Study): string {
  const detectors = ranked(study);
  const columns = detectors[0]?.attacks.map(({ name }) => name) ?? [];
  return aucGrid({
    rows: detectors.map(({ detector }) => detector),
    columns,
    values: detectors.map(({ attacks }) =>
      columns.map((column) => attacks.find(({ name }) => name === column)?.auc ?? null),
    ),
  });
}

function ranked(study: Study): StudiedDetector[] {
  const learned = learnedAttacks(study);
  const key = (detector: StudiedDetector) => {
    const { known, unknown } = meanAucs(detector, learned);
    return unknown ?? known ?? 0;
  };
  return [...study.evaluations].sort((a, b) => key(b) - key(a));
}

function mean(values: readonly number[]): number | null {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
