import { checkWithGraphs } from '@fiducial/core/attacks';
import { tf } from '@fiducial/core/tensors';
import { beforeAll, expect, test } from 'vitest';
import { loadBackend } from '../load-backend';
import { compileNetwork } from '../native-graph';
import { conformAttacks } from './conform';

let native = false;

beforeAll(async () => {
  native = (await loadBackend({ prefer: undefined })).name === 'native';
  checkWithGraphs(compileNetwork);
});

test('native TensorFlow compiles networks into graphs; another backend says that it does not', () => {
  const input = tf.input({ shape: [4, 4, 1] });
  const output = tf.layers.flatten().apply(input) as tf.SymbolicTensor; // symbolic in, symbolic out
  const compiled = compileNetwork(tf.model({ inputs: input, outputs: output }), []);
  expect(compiled).toMatchObject(
    native ? { ok: true } : { ok: false, reason: expect.stringContaining('native TensorFlow') },
  );
  if (compiled.ok) compiled.graph.dispose();
});

conformAttacks();
