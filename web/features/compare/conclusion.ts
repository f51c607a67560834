import { formatInterval, formatNumber } from '../../text/numbers';
import type { ComparedEvaluation, ResultRow } from './result-table';

/** What the comparison says on the mean of the attacks, in words; null where there is nothing to compare. */
export function conclusion(
  evaluations: readonly Pick<ComparedEvaluation, 'name'>[],
  rows: readonly ResultRow[],
): string | null {
  const cells = rows.find(({ kind }) => kind === 'MACRO')?.cells ?? [];
  const ranked = cells
    .map((cell, at) => ({ cell, auc: cell.metrics?.auc ?? null, name: evaluations[at]?.name ?? '' }))
    .filter(({ auc }) => auc !== null)
    .sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0));
  const [best, next] = ranked;
  if (!best || !next) return null;
  const interval = formatInterval(best.cell.metrics?.aucLow, best.cell.metrics?.aucHigh);
  const leads = `${best.name} has the best macro-AUC: ${formatNumber(best.auc)} ${interval}`;
  const ahead = formatNumber((best.auc ?? 0) - (next.auc ?? 0));
  const test = next.cell.againstBest;
  if (!test) return `${leads}, ${ahead} ahead of ${next.name}; no paired test was possible.`;
  return test.significant
    ? `${leads}, ${ahead} ahead of ${next.name}; the difference is significant (${formatP(test.pValue)}).`
    : `${leads}, but it cannot be told apart from ${next.name}, ${ahead} behind (${formatP(test.pValue)}).`;
}

/** A p value, with spaces that do not break: p = 0.031, or p < 0.001. */
export function formatP(pValue: number): string {
  return `p\u00a0${pValue < 0.001 ? '<\u00a00.001' : `=\u00a0${pValue.toPrecision(2)}`}`;
}
