import type { Neighbors } from '@fiducial/core/neighbors';

/** Share of the exact k nearest neighbors that the approximate search found, in [0, 1]. */
export function recall(exact: Neighbors, approximate: Neighbors): number {
  const queries = exact.indices.length / exact.k;
  let found = 0;
  for (let query = 0; query < queries; query++) {
    const range = [query * exact.k, (query + 1) * exact.k] as const;
    const truth = new Set(exact.indices.subarray(...range));
    for (const index of approximate.indices.subarray(...range)) if (truth.has(index)) found++;
  }
  return found / exact.indices.length;
}
