import type { ReferenceSet } from '@fiducial/core/detectors';
import { approximateSearch, hnswAvailable } from '@fiducial/hnsw';

/** The reference set with an approximate index over its layers, where the native module is at hand. */
export function withApproximateSearch(reference: ReferenceSet, seed: number): ReferenceSet {
  if (!hnswAvailable()) return reference;
  return {
    ...reference,
    approximateSearch: (layer) => approximateSearch(() => reference.chunks(layer), { seed }),
  };
}
