/** A test of two evaluations, by their places. */
interface Tested {
  readonly a: number;
  readonly b: number;
  /** Place of the attack set; null for the macro-AUC. */
  readonly set: number | null;
  /** AUC of a minus AUC of b. */
  readonly delta: number;
}

/** AUCs that differ by less are the same, added up in another order. */
const tie = 1e-9;

/** Of tests of all pairs those that the best of their column is in: on the macro-AUC, and on each attack. */
export function againstTheBest<Test extends Tested>(pairs: readonly Test[]): Test[] {
  return [...new Set(pairs.map(({ set }) => set))].flatMap((set) => {
    const family = pairs.filter((pair) => pair.set === set);
    const behind = new Set(
      family.flatMap(({ a, b, delta }) => (delta > tie ? [b] : delta < -tie ? [a] : [])),
    );
    return family.filter(({ a, b }) => !behind.has(a) || !behind.has(b));
  });
}
