/** What decides whether rows of a ranking can be compared. */
export interface ScoredOn {
  readonly inputsDigest: string | null;
  readonly createdAt: string;
}

/**
 * Rows of a ranking in groups that were scored on the same inputs, each in the order in which its rows come: the largest
 * group first, the one with the newest row among equals. A figure over other attacks says nothing of which one is better.
 */
export function comparableGroups<Row extends ScoredOn>(rows: readonly Row[]): Row[][] {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.inputsDigest);
    if (group) group.push(row);
    else groups.set(row.inputsDigest, [row]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length || newestOf(b).localeCompare(newestOf(a)));
}

function newestOf(rows: readonly ScoredOn[]): string {
  return (
    rows
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1) ?? ''
  );
}
