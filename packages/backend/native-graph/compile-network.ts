import type { CompiledGraph, CompileNetwork } from '@fiducial/core/models';
import { tf } from '@fiducial/core/tensors';
import { loadSession } from './session';
import { Uncovered } from './uncovered';
import { writeNetwork } from './write-network';

/**
 * Compiles a network and its gradient into one TensorFlow graph, where native TensorFlow runs. Says why not where another
 * backend runs, or a layer has no form in the graph.
 */
export const compileNetwork: CompileNetwork = (network, taps) => {
  if (tf.getBackend() !== 'tensorflow')
    return { ok: false, reason: `one graph needs native TensorFlow; ${tf.getBackend()} runs` };
  try {
    return { ok: true, graph: loadGraph(network, taps) };
  } catch (error) {
    if (error instanceof Uncovered) return { ok: false, reason: error.message };
    throw error;
  }
};

function loadGraph(network: tf.LayersModel, taps: readonly string[]): CompiledGraph {
  const { file, ...names } = writeNetwork(network, taps);
  const session = loadSession(file);
  const one = ([only]: tf.Tensor[]): tf.Tensor => {
    if (!only) throw new Error('graph: expected an output, got none');
    return only;
  };
  return {
    widths: names.widths,
    forward: (images) => one(session.run([[names.images, images]], [names.packed])),
    backward: (images, cotangent) =>
      one(
        session.run(
          [
            [names.images, images],
            [names.cotangent, cotangent],
          ],
          [names.gradient],
        ),
      ),
    crossEntropy: (images, labels) => {
      const given = [
        [names.images, images],
        [names.labels, labels],
      ] as const;
      const [logits, gradient] = session.run(given, [names.logits, names.gradient]);
      if (!logits || !gradient) throw new Error('graph: expected logits and a gradient');
      return { logits, gradient };
    },
    linearize: (images) => {
      const [logits, ...kept] = session.run([[names.images, images]], [names.logits, ...names.kept]);
      if (!logits || kept.length !== names.kept.length)
        throw new Error(`graph: expected logits and ${names.kept.length} kept values, got ${kept.length}`);
      const given = names.kept.map((name, at) => [name, kept[at] as tf.Tensor] as const); // as many, checked above
      return {
        logits,
        gradient: (cotangent) =>
          one(
            session.run([[names.images, images], [names.cotangent, cotangent], ...given], [names.gradient]),
          ),
        dispose: () => tf.dispose(kept),
      };
    },
    dispose: session.dispose,
  };
}
