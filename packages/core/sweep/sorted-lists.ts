import type { Neighbors } from '../neighbors';

/**
 * The neighbors of many inputs, rank by rank instead of input by input: a sweep over k reads the i-th neighbors of all
 * inputs one after another, which lie 800 bytes apart in lists of 200.
 */
export interface SortedLists {
  readonly rows: number;
  /** Length of each list. */
  readonly k: number;
  /** Whether the neighbor has the class that the model predicts, 1 or 0, `[k, rows]`. */
  readonly agrees: Uint8Array;
  /** Euclidean, `[k, rows]`. */
  readonly distances: Float32Array;
}

/** Turns neighbors over. `labels` are the reference images' classes, `predicted` those that the model gives the inputs. */
export function sortedLists(
  { k, indices, distances }: Neighbors,
  { labels, predicted }: { labels: Int32Array; predicted: Int32Array },
): SortedLists {
  const rows = predicted.length;
  const turned = { rows, k, agrees: new Uint8Array(k * rows), distances: new Float32Array(k * rows) };
  for (let row = 0; row < rows; row++) {
    for (let rank = 0; rank < k; rank++) {
      // Within all arrays; a hot loop.
      const [from, to] = [row * k + rank, rank * rows + row];
      turned.agrees[to] = labels[indices[from] as number] === predicted[row] ? 1 : 0;
      turned.distances[to] = distances[from] as number;
    }
  }
  return turned;
}
