import { strict as assert } from 'node:assert';
import type { z } from 'zod';
import type { Features } from '../activations/features';
import { CancelledError, CoreError } from '../errors';
import { tf } from '../tensors/tf';
import { fit, fitAndScore, rowsOf, score, test, withNotANumber } from './conformance-bench';
import type { Detector } from './define-detector';

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
      await assert.rejects(score(detector, state, bare), CoreError);
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
