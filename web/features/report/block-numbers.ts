import type { BlockName } from './block-fields';

/** What a panel is in a paper: a table, or a figure. Text is neither. */
export function labelOf(name: BlockName): 'Table' | 'Figure' | undefined {
  if (name === 'TextBlock') return undefined;
  return name === 'ResultsPanel' ? 'Table' : 'Figure';
}

/** How panels are called in the order in which they stand: tables and figures are counted apart; undefined for text. */
export function blockNumbers(names: readonly BlockName[]): (string | undefined)[] {
  const counts = { Table: 0, Figure: 0 };
  return names.map((name) => {
    const label = labelOf(name);
    if (!label) return undefined;
    counts[label] += 1;
    return `${label} ${counts[label]}`;
  });
}
