import type { Tensor } from '@tensorflow/tfjs';

/** A layer as people choose it: where it stands, what it gives. */
export interface LayerDescription {
  readonly name: string;
  readonly className: string;
  /** Output shape without the batch, such as `[26, 26, 32]` or `[200]`. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

/** A differentiable image classifier. Every tensor it returns belongs to the caller. */
export interface Classifier {
  /** Range of valid inputs, such as `[0, 1]`. */
  readonly bounds: readonly [number, number];
  /** `[height, width, channels]`. */
  readonly inputShape: readonly [number, number, number];
  readonly classes: number;
  /** In forward order. */
  readonly layers: readonly LayerDescription[];
  /** `[n, h, w, c]` to logits `[n, classes]`. Differentiable. */
  logits(images: Tensor): Tensor;
  /** Logits and the named layers' outputs in one forward pass. Differentiable. */
  forward(images: Tensor, taps: readonly string[]): { logits: Tensor; taps: Tensor[] };
  /** Faster gradients, where the backend has them; the tape over `logits` gives the same within rounding. */
  readonly gradients?: InputGradients;
  dispose(): void;
}

/** Gradients with respect to images, computed without a tape: the network and its gradient run as one graph. */
export interface InputGradients {
  /** Logits `[n, classes]`, and the gradient `[n, h, w, c]` of the summed cross-entropy with classes `labels` `[n]` (int32). */
  crossEntropy(images: Tensor, labels: Tensor): { logits: Tensor; gradient: Tensor };
  /** Gradient `[n, h, w, c]` of the sum of `cotangent` times logits; `cotangent` `[n, classes]`. */
  ofLogits(images: Tensor, cotangent: Tensor): Tensor;
}
