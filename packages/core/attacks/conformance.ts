import { strict as assert } from 'node:assert';
import type { z } from 'zod';
import { CancelledError } from '../errors';
import { parseParameters } from '../method';
import { tf } from '../tensors/tf';
import {
  abortAfter,
  attacked,
  bounds,
  collect,
  labels,
  parameters,
  rows,
  watchForward,
  width,
  withModel,
} from './conformance-bench';
import { type AttackCheck, minimalNormChecks } from './conformance-minimal';
import { normOf } from './define-attack';

export type { AttackCheck };

const normColumns = ['L0', 'L1', 'L2', 'Linf'];

/** What every attack must satisfy, on any backend: a test runs each over the whole registry. */
export const attackChecks: readonly AttackCheck[] = [
  {
    name: 'gives one finite image within the bounds for each that came',
    run: async (attack) => {
      const { images, predicted, confidence, success, norms, targets } = await attacked(attack);
      assert.equal(images.length, rows * width);
      for (const column of [predicted, confidence, success, targets]) assert.equal(column.length, rows);
      assert.equal(norms.length, rows * 4);
      for (const value of images)
        assert.ok(value >= bounds[0] && value <= bounds[1], `expected a value in [${bounds}], got ${value}`);
    },
  },
  {
    name: 'moves images, by no more than its budget',
    run: async (attack) => {
      const { norms } = await attacked(attack);
      const given = parameters(attack);
      const largest = Math.max(...everyFourth(norms, normColumns.indexOf(normOf(attack, given))));
      assert.ok(largest > 0, 'expected some image to be moved');
      const { epsilon } = given;
      if (attack.goal === 'fixed-budget' && typeof epsilon === 'number')
        // Single precision: adding epsilon to a value near 2 rounds by up to 1.2e-7.
        assert.ok(largest <= epsilon + 3e-7, `expected at most ${epsilon}, got ${largest}`);
    },
  },
  {
    name: 'gives the same bits under the same seed, whatever the batch size',
    run: async (attack) => {
      const [once, again] = [await attacked(attack), await attacked(attack)];
      assert.deepEqual(again, once);
      const inParts = await attacked(attack, { batchSize: 3 });
      // Kernels may sum a batch of another size in another order: a sign near zero may turn, seldom.
      const different = inParts.images.filter((value, at) => Math.abs(value - (once.images[at] ?? 0)) > 1e-5);
      assert.ok(
        different.length <= width / 10,
        `expected the same images, got ${different.length} other values`,
      );
    },
  },
  {
    name: 'stops when it is cancelled',
    run: async (attack) => {
      const controller = new AbortController();
      controller.abort();
      await assert.rejects(attacked(attack, { signal: controller.signal }), CancelledError);
    },
  },
  {
    name: 'leaves no tensor behind, also when it is cancelled half way',
    run: async (attack) =>
      withModel(async (model) => {
        await collect(attack, model, {});
        const before = tf.memory().numTensors;
        await collect(attack, model, {});
        assert.equal(tf.memory().numTensors, before);
        const controller = new AbortController();
        const onProgress = () => controller.abort();
        await assert.rejects(collect(attack, model, { signal: controller.signal, onProgress, batchSize: 2 }));
        assert.equal(tf.memory().numTensors, before, 'after a cancellation between batches');
        const late = abortAfter(model, 2);
        await collect(attack, late.model, { signal: late.signal }).catch((error: unknown) => {
          assert.ok(error instanceof CancelledError, String(error));
        });
        assert.equal(tf.memory().numTensors, before, 'after a cancellation within a batch');
      }),
  },
  {
    name: 'counts every query of the model',
    run: async (attack) =>
      withModel(async (model) => {
        // Counted in images, as images that are finished may leave and others come twice.
        let asked = 0;
        const counting = watchForward(model, (images) => {
          asked += images;
        });
        const { queries } = await collect(attack, counting, {});
        const sumOf = (first: number) =>
          queries.filter((_, at) => at % 2 === first).reduce((sum, of) => sum + of, 0);
        const [forward, backward] = [sumOf(0), sumOf(1)];
        // One look at the outcome of each image belongs to `runAttack`, and one at its start where the target depends on it.
        const looks = parameters(attack).target === 'leastLikely' ? 2 * rows : rows;
        assert.equal(forward, asked - looks);
        assert.ok(backward <= forward, `expected at most ${forward} backward queries, got ${backward}`);
        if (attack.control) assert.equal(forward, 0);
        const { queries: most } = parameters(attack);
        if (typeof most === 'number')
          assert.ok(
            Math.max(...queries) <= most,
            `expected at most ${most} queries, got ${Math.max(...queries)}`,
          );
      }),
  },
  {
    name: 'asks for gradients if it says that it needs them, and else does without',
    run: async (attack) =>
      withModel(async (model) => {
        if (attack.needs === 'queries') {
          await collect(attack, { ...model, differentiable: false }, {});
          return;
        }
        const { queries } = await collect(attack, model, {});
        const backward = queries.filter((_, at) => at % 2 === 1).reduce((sum, of) => sum + of, 0);
        assert.ok(backward > 0, "expected gradients to be asked for, got none: declare needs: 'queries'");
      }),
  },
  {
    name: 'says success exactly where the prediction left the true class, or reached the target',
    run: async (attack) => {
      const { success, predicted, targets } = await attacked(attack);
      assert.deepEqual(
        [...success],
        [...predicted].map((label, row) =>
          Number(targets[row] === -1 ? label !== labels()[row] : label === targets[row]),
        ),
      );
    },
  },
  ...minimalNormChecks,
  {
    name: 'describes itself and has a default for every parameter',
    run: async (attack) => {
      assert.match(attack.id, /^[a-z][a-zA-Z0-9]*$/);
      assert.ok(attack.title && attack.summary, 'expected a title and a summary');
      assert.ok(URL.canParse(attack.source), `source: expected an address, got ${attack.source}`);
      for (const [name, schema] of Object.entries(attack.params.shape))
        assert.ok((schema as z.ZodType).description, `${name}: expected a description`); // shapes hold schemas
      parseParameters(attack, {});
    },
  },
];

function everyFourth(values: Float32Array, first: number): number[] {
  return [...values].filter((_, at) => at % 4 === first);
}
