import type { Features } from '../activations/features';
import type { NeighborSearch } from '../neighbors';

/** Centroid or medoid of each class in one layer, `[classes, dimensions]`. */
export type Representatives = Features;

/** Activations of a model's own training images, layer by layer. Features come in chunks so that memory stays bounded. */
export interface ReferenceSet {
  readonly rows: number;
  readonly classes: number;
  /** In forward order. */
  readonly layers: readonly string[];
  /** True class of each row, `[rows]`. */
  readonly labels: Int32Array;
  readonly dimensions: (layer: string) => number;
  /** The rows of a layer in order, a chunk at a time. */
  readonly chunks: (layer: string) => Iterable<Features>;
  readonly representatives: (layer: string, kind: 'centroid' | 'medoid') => Representatives;
  /** An approximate index over a layer, where one is at hand. */
  readonly approximateSearch?: (layer: string) => NeighborSearch;
}
