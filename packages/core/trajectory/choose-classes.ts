/** What decides which classes are shown. */
export interface ClassChoice {
  /** An input's distances, `[layers][classes]`, shallow to deep. */
  readonly distances: readonly ArrayLike<number>[];
  /** Shown in any case, such as the true and the predicted class. */
  readonly always: readonly number[];
  /** So many at most. */
  readonly most: number;
}

/**
 * The classes that matter for an input, in their order: all where there are few; else those given, then the nearest of
 * each layer from the deepest on, the second nearest of each, and so on until `most` are found.
 */
export function chooseClasses({ distances, always, most }: ClassChoice): number[] {
  const classes = distances[0]?.length ?? 0;
  if (classes <= most) return Array.from({ length: classes }, (_, label) => label);
  const chosen = new Set(always);
  const byLayer = [...distances].reverse().map((row) => nearestFirst(row, most));
  for (let rank = 0; rank < most && chosen.size < most; rank++)
    for (const nearest of byLayer) {
      const label = nearest[rank];
      if (label !== undefined && chosen.size < most) chosen.add(label);
    }
  return [...chosen].sort((a, b) => a - b);
}

function nearestFirst(row: ArrayLike<number>, count: number): number[] {
  const order = Array.from(row, (_, label) => label);
  return order.sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0)).slice(0, count);
}
