import type { tf } from '../tensors/tf';
import type { Linearization } from './classifier';

/**
 * A network with some pooled taps, and its gradient, as one graph of a backend. Nothing here is seen by the tape. Every
 * tensor that it returns belongs to the caller.
 */
export interface CompiledGraph {
  /** Width of the logits, then of each tap. */
  readonly widths: readonly number[];
  /** Logits and pooled taps side by side, `[n, sum of widths]`, for images `[n, h, w, c]`. */
  forward(images: tf.Tensor): tf.Tensor;
  /** Gradient `[n, h, w, c]` of the sum of `cotangent` times what `forward` gives. */
  backward(images: tf.Tensor, cotangent: tf.Tensor): tf.Tensor;
  /** Logits, and the gradient of the summed cross-entropy with classes `[n]` (int32). For a graph without taps. */
  crossEntropy(images: tf.Tensor, labels: tf.Tensor): { logits: tf.Tensor; gradient: tf.Tensor };
  /** A forward pass that is kept for gradients. For a graph without taps. */
  linearize(images: tf.Tensor): Linearization;
  dispose(): void;
}

/** What came of compiling: the graph, or the reason why there is none. */
export type Compilation =
  | { readonly ok: true; readonly graph: CompiledGraph }
  | { readonly ok: false; readonly reason: string };

/** Compiles a network of layers, up to its logits, with the named taps. `@fiducial/backend` has one. */
export type CompileNetwork = (network: tf.LayersModel, taps: readonly string[]) => Compilation;
