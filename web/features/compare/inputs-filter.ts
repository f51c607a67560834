import type { CompareState } from './compare-state';
import type { ResultRow } from './result-table';

/**
 * What narrows the list of inputs to the positives that a number of the result table is over, as its address says it. The
 * list tells flagged ones by `threshold`, else by the detector's own.
 */
export function inputsFilter(
  { kind, attackSetId }: Pick<ResultRow, 'kind' | 'attackSetId'>,
  over: CompareState['over'],
  threshold?: number,
): Record<string, string> {
  const at: Record<string, string> = threshold === undefined ? {} : { threshold: String(threshold) };
  if (kind === 'ERROR') return { group: 'ERROR', ...at };
  if (kind === 'CONTROL') return { attack: attackSetId ?? '', ...at };
  return {
    ...at,
    group: 'ADVERSARIAL',
    ...(attackSetId !== null && { attack: attackSetId }),
    ...(over !== 'ALL_ATTACKED' && { success: 'true' }),
  };
}
