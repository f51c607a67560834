import { strict as assert } from 'node:assert';
import type { z } from 'zod';
import { CancelledError } from '../errors';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import { tf } from '../tensors/tf';
import {
  abortAfter,
  attacked,
  bounds,
  collect,
  labels,
  parameters,
  rows,
  width,
  withModel,
} from './conformance-bench';
import { type Attack, normOf } from './define-attack';

/** Something that every attack must satisfy. `run` rejects with an assertion that names both values. */
export interface AttackCheck {
  readonly name: string;
  readonly run: (attack: Attack) => Promise<void>;
}

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
        const asked = { forward: 0 };
        const count = (images: tf.Tensor) => {
          asked.forward += images.shape[0] ?? 0;
        };
        const counting: Classifier = {
          ...model,
          logits: (images) => {
            count(images);
            return model.logits(images);
          },
          forward: (images, taps) => {
            count(images);
            return model.forward(images, taps);
          },
        };
        const { queries: all } = await collect(attack, counting, {});
        const total = (of: number) =>
          all.filter((_, at) => at % 2 === of).reduce((sum, asked) => sum + asked, 0);
        // One look at each outcome belongs to `runAttack`, not to the attack.
        assert.equal(total(0), asked.forward - rows);
        assert.ok(total(1) <= total(0), `expected at most ${total(0)} backward queries, got ${total(1)}`);
        if (attack.control) assert.equal(total(0), 0);
        const { queries } = parameters(attack);
        if (typeof queries === 'number')
          assert.ok(
            Math.max(...all) <= queries,
            `expected at most ${queries} queries, got ${Math.max(...all)}`,
          );
      }),
  },
  {
    name: 'says success exactly where the prediction left the true class',
    run: async (attack) => {
      const { success, predicted } = await attacked(attack);
      assert.deepEqual(
        [...success],
        [...predicted].map((label, row) => Number(label !== labels()[row])),
      );
    },
  },
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
