/** What an evaluation judges on. */
export interface JudgedOn {
  readonly sampleId: string;
  readonly attackSetIds: readonly string[];
}

/**
 * The attack sets that most evaluations on a sample have together, those of the newest among equals: a detector that is
 * judged on the same ones can be compared with them. Undefined where there is none. `judgedOn` begins with the newest.
 */
export function usualAttackSets(
  judgedOn: readonly JudgedOn[],
  sampleId: string | undefined,
): readonly string[] | undefined {
  const groups = new Map<string, { ids: readonly string[]; count: number }>();
  for (const { attackSetIds: ids } of judgedOn.filter((one) => one.sampleId === sampleId)) {
    const key = [...ids].sort().join();
    groups.set(key, { ids, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  // The sort keeps the order of equals: the newest first.
  return [...groups.values()].sort((a, b) => b.count - a.count)[0]?.ids;
}
