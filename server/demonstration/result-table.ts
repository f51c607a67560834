import type { ThreatLevel } from '../adaptive-attack/threat';
import { adaptiveAttack, adaptiveAttackNote } from './adaptive-attack-words';

interface Estimate {
  readonly auc: number | null;
  readonly aucLow: number | null;
  readonly aucHigh: number | null;
}

/** What the table shows of an evaluation of a report. */
interface ShownEvaluation {
  readonly detector: string;
  readonly strongestThreatLevel: ThreatLevel;
  readonly macro: Estimate & { readonly eer: number | null };
  readonly attacks: readonly (Estimate & { readonly name: string; readonly control: boolean })[];
}

/** The result table as text: one line a detector, best first, with AUC and interval for each attack, and the control. */
export function resultTable({ evaluations }: { evaluations: readonly ShownEvaluation[] }): string {
  const [first] = evaluations;
  if (!first) return 'No evaluation has succeeded.';
  const attacked = first.attacks.filter(({ control }) => !control).map(({ name }) => name);
  const header = ['Detector', 'Macro-AUC', 'EER', ...attacked, 'Noise control', 'Adaptive attack'];
  const rows = evaluations.map(({ detector, macro, attacks, strongestThreatLevel }) => [
    detector,
    interval(macro),
    percent(macro.eer),
    ...attacks.filter(({ control }) => !control).map(interval),
    ...attacks.filter(({ control }) => control).map(interval),
    adaptiveAttack[strongestThreatLevel],
  ]);
  const widths = header.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ');
  return [
    line(header),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map(line),
    'AUC with its 95 % interval, authentic against successful adversarial test images; EER is the equal-error rate.',
    'The control is random noise that fools nobody: an AUC of 0.5 means that a detector ignores it.',
    adaptiveAttackNote,
  ].join('\n');
}

function interval({ auc, aucLow, aucHigh }: Estimate): string {
  if (auc === null) return '–';
  const range = aucLow === null || aucHigh === null ? '' : ` [${aucLow.toFixed(3)}, ${aucHigh.toFixed(3)}]`;
  return `${auc.toFixed(3)}${range}`;
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}
