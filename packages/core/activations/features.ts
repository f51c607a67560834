/** Pooled activations of one layer, `[rows, dimensions]` in row order. */
export interface Features {
  readonly data: Float32Array;
  readonly dimensions: number;
}
