import { tf } from '../tensors/tf';
import type { InputGradients } from './classifier';
import type { CompiledGraph, CompileNetwork } from './compiled-graph';

/** A network as one graph, and as one more for every list of taps that was asked for. */
export interface GraphRunner {
  readonly gradients: InputGradients;
  /** `[n, h, w, c]` to `[n, classes]`. Differentiable. */
  logits(images: tf.Tensor): tf.Tensor;
  /** Logits, and the named layers pooled to `[n, d]`; null where they have no graph. Differentiable. */
  features(images: tf.Tensor, taps: readonly string[]): { logits: tf.Tensor; features: tf.Tensor[] } | null;
  dispose(): void;
}

/** Compiles a network without taps now, and with taps when they are first asked for; or says why it cannot. */
export function runAsGraph(
  network: tf.LayersModel,
  compile: CompileNetwork,
): GraphRunner | { reason: string } {
  const plain = compile(network, []);
  if (!plain.ok) return { reason: plain.reason };
  const graphs = new Map<string, CompiledGraph | null>();
  const withTaps = (taps: readonly string[]) => {
    const key = taps.join('\n');
    const known = graphs.get(key);
    if (known !== undefined) return known;
    const compiled = compile(network, taps);
    graphs.set(key, compiled.ok ? compiled.graph : null);
    return graphs.get(key) ?? null;
  };
  return {
    gradients: { crossEntropy: plain.graph.crossEntropy, linearize: plain.graph.linearize },
    logits: (images) => onTape(plain.graph, images),
    features: (images, taps) => {
      if (taps.length === 0) return { logits: onTape(plain.graph, images), features: [] };
      const graph = withTaps(taps);
      if (!graph) return null;
      const packed = onTape(graph, images);
      const [logits = packed, ...features] = tf.split(packed, [...graph.widths], 1);
      packed.dispose();
      return { logits, features };
    },
    dispose: () => {
      for (const graph of [plain.graph, ...graphs.values()]) graph?.dispose();
      graphs.clear();
    },
  };
}

/** A pass through the graph that the tape can follow back, as if it were one operation. */
function onTape(graph: CompiledGraph, images: tf.Tensor): tf.Tensor {
  return tf.customGrad((x, save) => {
    // TF.js hands over the tensors and then the function that keeps them; its type does not tell the two apart.
    const [given, keep] = [x as tf.Tensor, save as tf.GradSaveFunc];
    keep([given]);
    return {
      value: graph.forward(given),
      gradFunc: (cotangent: tf.Tensor, [kept]: tf.Tensor[]) => graph.backward(kept ?? given, cotangent),
    };
  })(images);
}
