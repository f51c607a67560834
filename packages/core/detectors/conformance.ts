import { strict as assert } from 'node:assert';
import type { z } from 'zod';
import type { Features } from '../activations/features';
import { CancelledError, CoreError } from '../errors';
import { tf } from '../tensors/tf';
import {
  differentiableInputs,
  fit,
  fitAndScore,
  reference,
  rowsOf,
  score,
  test,
  withBrokenOutputs,
  withNotANumber,
  withoutRows,
} from './conformance-bench';
import type { Detector } from './define-detector';
import type { DifferentiableScore } from './differentiable-score';

/** Something that every detector must satisfy. `run` rejects with an assertion that names both values. */
export interface DetectorCheck {
  readonly name: string;
  readonly run: (detector: Detector) => Promise<void>;
}

/** What every detector must satisfy, on any backend: a test runs each over the whole registry. */
export const detectorChecks: readonly DetectorCheck[] = [
  {
    name: 'gives one finite score for each input',
    run: async (detector) => {
      const { scores } = await fitAndScore(detector);
      assert.equal(scores.length, test.rows);
      for (const score of scores) assert.ok(Number.isFinite(score), `expected a finite score, got ${score}`);
    },
  },
  {
    name: 'scores adversarial inputs higher than authentic ones',
    run: async (detector) => {
      const { scores } = await fitAndScore(detector);
      const mean = (group: string) => {
        const of = scores.filter((_, row) => test.groups[row] === group);
        return of.reduce((sum, score) => sum + score, 0) / of.length;
      };
      const [authentic, attacked] = [mean('authentic'), mean('attack')];
      assert.ok(attacked > authentic, `expected more than ${authentic} (authentic), got ${attacked}`);
    },
  },
  {
    name: 'gives the same bits under the same seed',
    run: async (detector) => {
      assert.deepEqual((await fitAndScore(detector)).scores, (await fitAndScore(detector)).scores);
    },
  },
  {
    name: 'scores an input alike alone and among others',
    run: async (detector) => {
      const state = await fit(detector);
      const [all, one] = [await score(detector, state, test), await score(detector, state, rowsOf(test, 1))];
      const difference = Math.abs((all.scores[0] ?? 0) - (one.scores[0] ?? 0));
      assert.ok(difference < 1e-5, `expected ${all.scores[0]}, got ${one.scores[0]}`);
    },
  },
  {
    name: 'scores alike after its state was written and read',
    run: async (detector) => {
      const state = await fit(detector);
      const read = detector.state.decode(structuredClone(detector.state.encode(state)));
      assert.deepEqual((await score(detector, read)).scores, (await score(detector, state)).scores);
    },
  },
  {
    name: 'looks rows of the reference set up while it scores only if it says so',
    run: async (detector) => {
      const state = await fit(detector);
      const scored = score(detector, state, test, { reference: withoutRows });
      if (detector.needs.lookup) await assert.rejects(scored, /^Error: rows were looked up/);
      else assert.deepEqual((await scored).scores, (await score(detector, state)).scores);
    },
  },
  {
    name: 'stops when it is cancelled',
    run: async (detector) => {
      const signal = AbortSignal.abort();
      await assert.rejects(
        async () => score(detector, await fit(detector, { signal }), test, { signal }),
        CancelledError,
      );
    },
  },
  {
    name: 'leaves no tensor behind, also when it is cancelled or fails',
    run: async (detector) => {
      const before = tf.memory().numTensors;
      await fitAndScore(detector);
      assert.equal(tf.memory().numTensors, before);
      const signal = AbortSignal.abort();
      const state = await fit(detector);
      await fit(detector, { signal }).catch(ignoreCancelled);
      await score(detector, state, test, { signal }).catch(ignoreCancelled);
      await assert.rejects(score(detector, state, withNotANumber(test)));
      assert.equal(tf.memory().numTensors, before);
    },
  },
  {
    name: 'refuses activations that are not numbers, and says where',
    run: async (detector) => {
      const state = await fit(detector);
      await assert.rejects(score(detector, state, withNotANumber(test)), (error) => {
        assert.ok(error instanceof CoreError && error.code === 'NOT_A_NUMBER', String(error));
        assert.match(error.message, /row 0: expected a finite number, got NaN/);
        return true;
      });
    },
  },
  {
    name: 'refuses queries without a layer that it needs',
    run: async (detector) => {
      const state = await fit(detector);
      const bare = { ...test, features: new Map<string, Features>() };
      if (detector.needs.layers === 'none')
        assert.deepEqual((await score(detector, state, bare)).scores, (await score(detector, state)).scores);
      else await assert.rejects(score(detector, state, bare), CoreError);
    },
  },
  {
    name: 'refuses logits that are not numbers, and images where it looks at them',
    run: async (detector) => {
      const state = await fit(detector);
      const broken = withBrokenOutputs(test);
      const refused = { name: 'CoreError', code: 'NOT_A_NUMBER', message: /row 0: expected a finite number/ };
      await assert.rejects(score(detector, state, broken.logits), refused);
      if (detector.needs.images) await assert.rejects(score(detector, state, broken.images), refused);
      const { images: _, ...blind } = test;
      if (detector.needs.images) await assert.rejects(score(detector, state, blind), /expected images/);
      else await score(detector, state, blind);
    },
  },
  {
    name: 'has gradients that agree with finite differences, where it says that it is differentiable',
    run: async (detector) => {
      const state = await fit(detector);
      const before = tf.memory().numTensors;
      const soft = detector.differentiable?.(state, { reference });
      const traits = detector.softTraits ?? [];
      assert.ok(
        soft || traits.length === 0,
        `softTraits: expected none without gradients, got ${traits.join()}`,
      );
      if (!soft) return;
      assert.equal(traits.includes('represent'), soft.represent !== undefined, 'softTraits: represent');
      // What says that it looks nothing up has its scores without having been refreshed.
      if (traits.includes('refresh')) await soft.refresh(test, { seed: 7 });
      await checkGradient(soft);
      soft.dispose();
      assert.equal(tf.memory().numTensors, before);
    },
  },
  {
    name: 'describes itself, and every parameter',
    run: async (detector) => {
      assert.match(detector.id, /^[a-z][a-zA-Z0-9]*$/);
      assert.ok(detector.title && detector.summary, 'expected a title and a summary');
      assert.ok(URL.canParse(detector.source), `source: expected an address, got ${detector.source}`);
      for (const [name, schema] of Object.entries(detector.params.shape))
        assert.ok((schema as z.ZodType).description, `${name}: expected a description`); // shapes hold schemas
    },
  },
];

function ignoreCancelled(error: unknown): void {
  assert.ok(error instanceof CancelledError, String(error));
}

/** Step of the differences: their error is its square, against the rounding of single precision over it. */
const step = 1e-2;

/**
 * The derivative of the summed scores along the gradient is the gradient's length; the same by central differences. Each
 * kind of input is moved by itself; a score that does not read it has no gradient there, and does not move.
 */
async function checkGradient(soft: DifferentiableScore): Promise<void> {
  const inputs = await differentiableInputs(test);
  const parts = [...inputs.features.values(), inputs.logits, inputs.images];
  const total = (moved: tf.Tensor[]) => {
    const names = [...inputs.features.keys()];
    const features = new Map(names.map((name, at) => [name, moved[at] as tf.Tensor2D])); // in their order
    const [logits, images] = moved.slice(names.length) as [tf.Tensor2D, tf.Tensor]; // the two after them
    // Adding each input times 0 keeps those that the score does not read from being refused by the tape.
    return tf.addN([
      soft.scores({ features, logits, images }).sum(),
      ...moved.map((part) => part.sum().mul(0)),
    ]);
  };
  const gradients = tf.tidy(() => tf.grads((...moved: tf.Tensor[]) => total(moved).asScalar())(parts));
  let moving = 0;
  for (const [index, gradient] of gradients.entries()) {
    const [along, byDifference] = tf.tidy(() => {
      const length = gradient.norm();
      const direction = gradient.div(length.add(1e-12));
      const at = (sign: number) =>
        total(parts.map((part, of) => (of === index ? part.add(direction.mul(sign * step)) : part)));
      return [
        length.dataSync()[0] ?? 0,
        at(1)
          .sub(at(-1))
          .div(2 * step)
          .dataSync()[0] ?? 0,
      ] as const;
    });
    if (along > 1e-3) moving++;
    assert.ok(
      Math.abs(along - byDifference) <= 0.05 * along + 1e-2,
      `gradient ${index}: expected ${byDifference} (by differences), got ${along}`,
    );
  }
  tf.dispose([...parts, ...gradients]);
  assert.ok(moving > 0, 'expected a gradient that is not zero');
}
