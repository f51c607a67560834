import { strict as assert } from 'node:assert';
import type { z } from 'zod';
import type { Context } from '../context';
import { CancelledError, CoreError } from '../errors';
import { parseParameters } from '../method';
import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { Detector, Features, LabeledQueries, Queries, ReferenceSet } from './define-detector';

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

const classes = 3;
const layers = { shallow: 5, deep: 4 };
const perClass = 20;

/** Points around one center a class; `toward` moves them from the center of their class to that of the next. */
function featuresOf(labels: Int32Array, { seed, toward = 0 }: { seed: number; toward?: number }) {
  return new Map(
    Object.entries(layers).map(([layer, dimensions]) => {
      const random = seededRandom(splitSeed(seed, layer));
      const center = (label: number, at: number) => (label % classes === at % classes ? 2 : 0.5);
      const data = Float32Array.from({ length: labels.length * dimensions }, (_, index) => {
        const [label, at] = [labels[Math.floor(index / dimensions)] ?? 0, index % dimensions];
        const from = (1 - toward) * center(label, at) + toward * center(label + 1, at);
        return from + 0.2 * random.normal();
      });
      return [layer, { data, dimensions }] as const;
    }),
  );
}

const labels = Int32Array.from({ length: classes * perClass }, (_, row) => row % classes);

const reference: ReferenceSet = (() => {
  const features = featuresOf(labels, { seed: 1 });
  const of = (layer: string) => features.get(layer) ?? { data: new Float32Array(0), dimensions: 1 };
  const half = (labels.length / 2) | 0;
  return {
    rows: labels.length,
    classes,
    layers: Object.keys(layers),
    labels,
    dimensions: (layer) => of(layer).dimensions,
    chunks: (layer) => {
      const { data, dimensions } = of(layer);
      return [data.subarray(0, half * dimensions), data.subarray(half * dimensions)].map((part) => ({
        data: part,
        dimensions,
      }));
    },
    // The first member of each class stands for it: what makes a good point is not in question here.
    representatives: (layer) => ({
      data: of(layer).data.subarray(0, classes * of(layer).dimensions),
      dimensions: of(layer).dimensions,
    }),
  };
})();

/** Half authentic, half moved to the next class, as which they are then predicted. */
function labeledQueries(seed: number): LabeledQueries {
  const authentic = featuresOf(labels, { seed });
  const moved = featuresOf(labels, { seed: seed + 1, toward: 0.6 });
  const features = [...authentic].map(([layer, { data, dimensions }]) => {
    const joined = new Float32Array(2 * data.length);
    joined.set(data);
    joined.set(moved.get(layer)?.data ?? [], data.length);
    return [layer, { data: joined, dimensions }] as const;
  });
  return {
    rows: 2 * labels.length,
    features: new Map(features),
    predicted: Int32Array.from([...labels, ...labels.map((label) => (label + 1) % classes)]),
    groups: [...Array.from(labels, () => 'authentic'), ...Array.from(labels, () => 'attack')],
    originals: Int32Array.from({ length: 2 * labels.length }, (_, row) => row % labels.length),
  };
}

const [train, validation, test] = [labeledQueries(10), labeledQueries(20), labeledQueries(30)];

/** What these few rows allow, where the method's own defaults are for real data; the rest stays at its default. */
function parameters(detector: Detector): Record<string, unknown> {
  const small = { layer: 'deep', k: 10, epochs: 4, learningRate: 0.01 };
  const known = Object.entries(small).filter(([name]) => name in detector.params.shape);
  return parseParameters(detector, Object.fromEntries(known));
}

async function fit(detector: Detector, context: Partial<Context> = {}): Promise<unknown> {
  const data = detector.needs.training ? { reference, train, validation } : { reference };
  return detector.fit(data, parameters(detector), { seed: 7, ...context });
}

async function score(
  detector: Detector,
  state: unknown,
  queries: Queries = test,
  context: Partial<Context> = {},
) {
  return detector.score(state, { reference, queries }, { seed: 7, ...context });
}

async function fitAndScore(detector: Detector) {
  return score(detector, await fit(detector));
}

function rowsOf({ features, predicted }: Queries, rows: number): Queries {
  const first = [...features].map(
    ([layer, { data, dimensions }]) =>
      [layer, { data: data.slice(0, rows * dimensions), dimensions }] as const,
  );
  return { rows, features: new Map(first), predicted: predicted.slice(0, rows) };
}

function withNotANumber(queries: Queries): Queries {
  const broken = [...queries.features].map(([layer, { data, dimensions }]) => {
    const copy = data.slice();
    copy[0] = Number.NaN;
    return [layer, { data: copy, dimensions }] as const;
  });
  return { ...queries, features: new Map(broken) };
}

function ignoreCancelled(error: unknown): void {
  assert.ok(error instanceof CancelledError, String(error));
}
