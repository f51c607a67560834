import type { CompareState } from './compare-state';
import type { ResultRow } from './result-table';

/** What narrows the list of inputs to the positives that a number of the result table is over, as its address says it. */
export function inputsFilter(
  { kind, attackSetId }: Pick<ResultRow, 'kind' | 'attackSetId'>,
  over: CompareState['over'],
): Record<string, string> {
  if (kind === 'ERROR') return { group: 'ERROR' };
  if (kind === 'CONTROL') return { attack: attackSetId ?? '' };
  return {
    group: 'ADVERSARIAL',
    ...(attackSetId !== null && { attack: attackSetId }),
    ...(over !== 'ALL_ATTACKED' && { success: 'true' }),
  };
}
