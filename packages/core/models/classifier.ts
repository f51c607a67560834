import type { Tensor } from '@tensorflow/tfjs';

/** A layer as people choose it: where it stands, what it gives. */
export interface LayerDescription {
  readonly name: string;
  readonly className: string;
  /** Output shape without the batch, such as `[26, 26, 32]` or `[200]`. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

/** An image classifier. Every tensor it returns belongs to the caller. */
export interface Classifier {
  /** Range of valid inputs, such as `[0, 1]`. */
  readonly bounds: readonly [number, number];
  /** `[height, width, channels]`. */
  readonly inputShape: readonly [number, number, number];
  readonly classes: number;
  /** Whether gradients go through it; where they do not, it is attacked by queries only. */
  readonly differentiable: boolean;
  /** In forward order. */
  readonly layers: readonly LayerDescription[];
  /** `[n, h, w, c]` to logits `[n, classes]`. Differentiable where the classifier is. */
  logits(images: Tensor): Tensor;
  /** Logits and the named layers' outputs in one forward pass. Differentiable likewise. */
  forward(images: Tensor, taps: readonly string[]): { logits: Tensor; taps: Tensor[] };
  /**
   * Logits, and the named layers' outputs pooled to `[n, d]`, faster than `forward` where the network runs as one graph;
   * null where these layers do not. Differentiable. `pooledOutputs` falls back by itself.
   */
  features?(images: Tensor, taps: readonly string[]): { logits: Tensor; features: Tensor[] } | null;
  /** How the network is run: as one graph, or layer by layer and why. Absent: layer by layer, nothing else was tried. */
  readonly execution?: Execution;
  /** Faster gradients, where the backend has them; the tape over `logits` gives the same within rounding. */
  readonly gradients?: InputGradients;
  dispose(): void;
}

/** Whether a network runs as one graph of the backend, or layer by layer because there is none for it. */
export type Execution = { readonly by: 'graph' } | { readonly by: 'layers'; readonly reason: string };

/** Gradients with respect to images, computed without a tape: the network and its gradient run as one graph. */
export interface InputGradients {
  /** Logits `[n, classes]`, and the gradient `[n, h, w, c]` of the summed cross-entropy with classes `labels` `[n]` (int32). */
  crossEntropy(images: Tensor, labels: Tensor): { logits: Tensor; gradient: Tensor };
  /** One forward pass, kept for the gradients of any functions of its logits. */
  linearize(images: Tensor): Linearization;
}

/** A forward pass whose intermediate values are kept, so that a gradient costs a backward pass only. */
export interface Linearization {
  /** `[n, classes]`, of the caller. */
  readonly logits: Tensor;
  /** Gradient `[n, h, w, c]` of the sum of `cotangent` `[n, classes]` times logits, of the caller. */
  gradient(cotangent: Tensor): Tensor;
  /** Frees the intermediate values, as the end of the surrounding `tidy` does. */
  dispose(): void;
}
