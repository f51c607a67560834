import type { ReferenceSet } from '@fiducial/core/detectors';
import type { NeighborSearch } from '@fiducial/core/neighbors';
import { approximateSearch, hnswAvailable } from '@fiducial/hnsw';

/** The reference set with an approximate index over its layers, where the native module is at hand. */
export function withApproximateSearch(reference: ReferenceSet, seed: number): ReferenceSet {
  if (!hnswAvailable()) return reference;
  // One index a layer, however often it is asked for: it is built at its first search.
  const searches = new Map<string, NeighborSearch>();
  return {
    ...reference,
    approximateSearch: (layer) => {
      const search = searches.get(layer) ?? approximateSearch(() => reference.chunks(layer), { seed });
      searches.set(layer, search);
      return search;
    },
  };
}
