import { flagsControl } from '../../text/flagged-control';
import { counted } from '../../text/names';
import { formatInterval, formatNumber, formatPValue, formatUnit } from '../../text/numbers';
import type { ComparedEvaluation, MetricsRow, ResultCell, ResultRow } from './result-table';

/** Detectors that are named beside the two that lead. */
const mostNamed = 3;

/** What the comparison says on the mean of the attacks, in words; null where there is nothing to compare. */
export function conclusion(
  evaluations: readonly Pick<ComparedEvaluation, 'name'>[],
  rows: readonly ResultRow[],
): string | null {
  const ranked = rankedBy(evaluations, rows);
  const [best, next] = ranked;
  if (!best || !next) return null;
  return [
    leadOf(best, next, tiedWith(ranked.slice(2))),
    noiseWarning(
      best,
      ranked.find(({ flagged }) => !flagged),
    ),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A detector with its macro-AUC, and the control that it flags if it does. */
interface Ranked {
  readonly name: string;
  readonly auc: number;
  readonly cell: ResultCell;
  readonly flagged: { readonly label: string; readonly metrics: MetricsRow } | undefined;
}

function rankedBy(
  evaluations: readonly Pick<ComparedEvaluation, 'name'>[],
  rows: readonly ResultRow[],
): Ranked[] {
  const cells = rows.find(({ kind }) => kind === 'MACRO')?.cells ?? [];
  return cells
    .flatMap((cell, at) => {
      const auc = cell.metrics?.auc ?? null;
      if (auc === null) return [];
      return [{ cell, auc, name: evaluations[at]?.name ?? '', flagged: flaggedControl(rows, at) }];
    })
    .sort((a, b) => b.auc - a.auc);
}

/** Names of those whose paired test against the best is not significant, best first. */
function tiedWith(others: readonly Ranked[]): string[] {
  return others.filter(({ cell }) => cell.againstBest?.significant === false).map(({ name }) => name);
}

/** How the best compares with the next one, and which of the later ones it cannot be told apart from. */
function leadOf(best: Ranked, next: Ranked, tied: readonly string[]): string {
  const interval = formatInterval(best.cell.metrics?.aucLow, best.cell.metrics?.aucHigh);
  const leads = `${best.name} has the best macro-AUC: ${formatUnit(best.auc)} ${interval}`;
  const ahead = formatNumber(best.auc - next.auc);
  const test = next.cell.againstBest;
  if (!test) return `${leads}, ${ahead} ahead of ${next.name}; no paired test was possible.`;
  const others = tied.length > 0 ? namesInShort(tied) : undefined;
  if (!test.significant)
    return `${leads}, but it cannot be told apart from ${next.name}, ${ahead} behind (${formatP(test.pValue)})${others ? `, nor from ${others}` : ''}.`;
  const lead = `${leads}, ${ahead} ahead of ${next.name}; the difference is significant (${formatP(test.pValue)}).`;
  return others ? `${lead} It cannot be told apart from ${others}, though.` : lead;
}

/** Names as a sentence has them: "C and D"; after three how many others there are. */
function namesInShort(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const said = [...names.slice(0, mostNamed), ...(rest > 0 ? [counted(rest, 'other')] : [])];
  return said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : (said[0] ?? '');
}

/** The control that a detector flags most. */
function flaggedControl(rows: readonly ResultRow[], at: number): Ranked['flagged'] {
  const flagged = rows.flatMap(({ kind, label, cells }) => {
    const metrics = cells[at]?.metrics;
    return kind === 'CONTROL' && metrics && flagsControl(metrics) ? [{ label, metrics }] : [];
  });
  return flagged.sort((a, b) => (b.metrics.auc ?? 0) - (a.metrics.auc ?? 0))[0];
}

function noiseWarning({ flagged }: Ranked, bestWithout: Ranked | undefined): string {
  if (!flagged) return '';
  const { label, metrics } = flagged;
  const figure = `${formatUnit(metrics.auc)} ${formatInterval(metrics.aucLow, metrics.aucHigh)}`;
  const instead = bestWithout
    ? ` The best that does not is ${bestWithout.name}: ${formatUnit(bestWithout.auc)}.`
    : '';
  return `It flags the control ${label} with an AUC of ${figure}, where 0.5 is wanted: it finds that an image was changed, not that it was attacked.${instead}`;
}

/** A p value, with spaces that do not break: p = 0.031, or p < 0.001. */
export function formatP(pValue: number): string {
  const figure = formatPValue(pValue);
  return `p\u00a0${figure.startsWith('<') ? figure : `=\u00a0${figure}`}`;
}
