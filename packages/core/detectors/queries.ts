import type { Features } from '../activations/features';

/** The images of rows, read a few at a time so that memory stays bounded whatever their number. */
export interface RowImages {
  /** `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
  /** The images of chosen rows in their order, `[n, h, w, c]` within the model's bounds. */
  readonly read: (rows: ArrayLike<number>) => Promise<Float32Array>;
}

/** Inputs to be scored: their features by layer and what the model says of them. */
export interface Queries {
  readonly rows: number;
  readonly features: ReadonlyMap<string, Features>;
  /** `[rows, classes]`, whatever the method needs. */
  readonly logits: Features;
  /** Predicted class, `[rows]`. */
  readonly predicted: Int32Array;
  /** Given when the method has `needs.images`. */
  readonly images?: RowImages;
}

/** Rows that a detector learns from or is judged on. */
export interface LabeledQueries extends Queries {
  /** `authentic`, or the id of the attack, `[rows]`. */
  readonly groups: readonly string[];
  /** Index of the original image, `[rows]`: copies of one image share it. */
  readonly originals: Int32Array;
}
