/** What came of comparing one thing with one other implementation. */
export interface Check {
  readonly what: string;
  /** Library and version. */
  readonly peer: string;
  /** What was compared, and what came out. */
  readonly found: string;
  readonly tolerance: string;
  readonly agrees: boolean;
  /** Why the two are known to differ: definitions that are not the same. A check with a reason does not fail. */
  readonly known?: string;
}

/** Checks under one heading. */
export interface CheckGroup {
  readonly title: string;
  readonly run: (folder: string) => Promise<Check[]>;
}

/** Largest difference of two lists; infinite when they differ in length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    if (!(difference <= most)) most = difference;
  }
  return most;
}

/** A check on the largest difference of numbers. */
export function within(
  { what, peer }: Pick<Check, 'what' | 'peer'>,
  difference: number,
  tolerance: number,
): Check {
  return {
    what,
    peer,
    found: `largest difference ${difference.toExponential(1)}`,
    tolerance: tolerance.toExponential(0),
    agrees: difference <= tolerance,
  };
}
