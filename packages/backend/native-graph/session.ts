import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tf } from '@fiducial/core/tensors';
import type { Output } from './graph-writer';

/**
 * What we use of tfjs-node's backend, beneath `tf.node.loadSavedModel`: that function parses the file once more in
 * JavaScript, and fixes inputs and outputs by signature, where TensorFlow takes any tensor of the graph.
 */
interface SavedModelRunner {
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: readonly tf.Tensor[],
    names: readonly { readonly name: Output }[],
    outputs: readonly Output[],
  ): tf.Tensor[];
  deleteSavedModel(session: number): void;
}

/** A graph that TensorFlow has loaded. */
export interface Session {
  /** Runs what the outputs need. Any tensor of the graph can be given; the results belong to the caller. */
  run(given: readonly (readonly [Output, tf.Tensor])[], outputs: readonly Output[]): tf.Tensor[];
  dispose(): void;
}

/** Loads `saved_model.pb` into native TensorFlow. The file is written to a folder of its own, which is gone when this returns. */
export function loadSession(file: Uint8Array): Session {
  const backend = tf.backend() as unknown as SavedModelRunner; // only called when it is the one of tfjs-node
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-graph-'));
  let session: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), file);
    session = backend.loadSavedModelMetaGraph(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    run: (given, outputs) =>
      backend.runSavedModel(
        session,
        given.map(([, tensor]) => tensor),
        given.map(([name]) => ({ name })),
        outputs,
      ),
    dispose: () => backend.deleteSavedModel(session),
  };
}
