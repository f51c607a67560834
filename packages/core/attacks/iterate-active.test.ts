import { beforeAll, expect, test } from 'vitest';
import { tf } from '../tensors';
import { withModel } from './conformance-bench';
import { countedModel } from './counted-model';
import { iterateActive } from './iterate-active';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Three images of equal values; every step adds 1, and image i is finished after i + 1 steps. */
async function climb(steps: number, signal?: AbortSignal) {
  return withModel(async (model) => {
    const rows = Int32Array.of(4, 5, 6);
    const count = { firstRow: 4, forward: new Uint32Array(3), backward: new Uint32Array(3) };
    const images = tf.zeros([3, 6, 6, 2]);
    const state: { left: tf.Tensor } = { left: tf.tensor1d([1, 2, 3]) };
    const batch = { images, labels: tf.tensor1d([0, 1, 2], 'int32'), targeted: false, rows };
    const seen: number[][] = [];
    const before = tf.memory().numTensors;
    try {
      const result = await iterateActive(
        { model: countedModel(model, count, rows), batch, start: images, state, steps },
        { seed: 0, ...(signal && { signal }) },
        (active) => {
          seen.push([...active.batch.rows]);
          active.model.logits(active.images);
          const left = active.state.left.sub(1);
          return { images: active.images.add(1), state: { left }, finished: left.equal(0) };
        },
      );
      expect(tf.memory().numTensors).toBe(before + 1);
      const values = [...(await result.data())];
      result.dispose();
      return { values: [0, 1, 2].map((row) => values[row * 72]), seen, forward: [...count.forward] };
    } finally {
      tf.dispose([batch.images, batch.labels, state]);
    }
  });
}

test('images that are finished leave, keep their place, and are asked about no more', async () => {
  expect(await climb(10)).toEqual({
    values: [1, 2, 3],
    seen: [[4, 5, 6], [5, 6], [6]],
    forward: [1, 2, 3],
  });
});

test('images that are never finished stay for all steps', async () => {
  expect((await climb(2)).values).toEqual([1, 2, 2]);
});

test('a cancelled iteration throws and frees what it holds', async () => {
  const before = tf.memory().numTensors;
  await expect(climb(10, AbortSignal.abort())).rejects.toThrow('cancelled');
  expect(tf.memory().numTensors).toBe(before);
});
