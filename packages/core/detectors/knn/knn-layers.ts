import type { Features } from '../../activations/features';
import type { Context } from '../../context';
import { CoreError } from '../../errors';
import { exactSearch, type NeighborSearch, type Neighbors } from '../../neighbors';
import type { Queries } from '../queries';
import type { ReferenceSet } from '../reference-set';
import { keptRows } from './kept-rows';
import { type Preprocessed, preprocess } from './preprocessing';
import { supportOf, type Weighting } from './weighted-support';

/** What the neighbors in every layer are looked up and counted with. */
export interface Counting {
  readonly k: number;
  readonly weighting: Weighting;
  readonly search: 'exact' | 'hnsw';
}

/** A layer of the reference set as it is compared, and a search of it. */
export interface SearchedLayer {
  readonly layer: string;
  readonly preprocessed: Preprocessed;
  readonly chunks: readonly Features[];
  readonly search: NeighborSearch;
}

/**
 * Makes a layer ready for searches. Its rows are kept with the reference set for the next time.
 *
 * @throws {CoreError} `PARAMETERS` for an index that is not at hand
 */
export function searchedLayer(
  reference: ReferenceSet,
  layer: string,
  { preprocessed, search }: { preprocessed: Preprocessed; search: 'exact' | 'hnsw' },
): SearchedLayer {
  const chunks = keptRows(reference, layer, { fitted: preprocessed });
  if (search === 'exact') return { layer, preprocessed, chunks, search: exactSearch(() => chunks) };
  if (!reference.approximateSearch)
    throw new CoreError(
      'PARAMETERS',
      'search: expected exact, got hnsw, whose native module is not available here',
    );
  return { layer, preprocessed, chunks, search: reference.approximateSearch(layer) };
}

/** The nearest reference rows of each query in a layer. @throws {CoreError} `SHAPE` without features of the layer */
export async function neighborsIn(
  { layer, preprocessed, search }: SearchedLayer,
  queries: Queries,
  { k, context }: { k: number; context: Context },
): Promise<Neighbors> {
  const features = queries.features.get(layer);
  if (!features) throw new CoreError('SHAPE', `queries: expected features of ${layer}, got none`);
  return search(preprocess(features, preprocessed), k, context);
}

/** One minus the weighted share of the neighbors that have the predicted class, `[rows]`. */
export function scoresOfNeighbors(
  { k, indices, distances }: Neighbors,
  predicted: Int32Array,
  { labels, weighting }: { labels: Int32Array; weighting: Weighting },
): Float32Array {
  return Float32Array.from(predicted, (label, row) => {
    const of = (values: Uint32Array | Float32Array) => values.subarray(row * k, (row + 1) * k);
    const classes = Int32Array.from(of(indices), (index) => labels[index] ?? -1);
    return 1 - supportOf(label, { labels: classes, distances: of(distances), weighting });
  });
}
