import { beforeAll, describe, expect, test } from 'vitest';
import { type ReferenceSet, type Weighting, weightings } from '../detectors';
import {
  fitPreprocessing,
  type Preprocessing,
  preprocess,
  preprocessings,
} from '../detectors/knn/preprocessing';
import { knnScore } from '../detectors/knn-score';
import { CancelledError } from '../errors';
import { parseParameters } from '../method';
import { evaluationRows, inputGroups } from '../metrics';
import { exactSearch, type Neighbors } from '../neighbors';
import { seededRandom, tf } from '../tensors';
import { runningScores } from './running-scores';
import { sortedLists } from './sorted-lists';
import { sweepNeighbors } from './sweep-neighbors';
import type { SweepPlan, SweptInputs } from './swept-inputs';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const context = { seed: 0 };
const [classes, dimensions, referenceRows, rows] = [3, 4, 90, 120];
const random = seededRandom(5);

/** Points around one corner a class; `blur` mixes the classes, and rounding to quarters makes equal distances. */
function points(labels: ArrayLike<number>, blur: number) {
  const data = Float32Array.from({ length: labels.length * dimensions }, (_, at) => {
    const label = labels[Math.floor(at / dimensions)] ?? 0;
    return Math.round(4 * (((at % dimensions) % classes === label ? 2 : 0) + blur * random.normal())) / 4;
  });
  return { data, dimensions };
}

const draw = (count: number, below: number) => Array.from({ length: count }, () => random.integer(below));
const labels = Int32Array.from(draw(referenceRows, classes));
const data = points(labels, 0.9);
const reference: ReferenceSet = {
  rows: referenceRows,
  classes,
  layers: ['fc1'],
  labels,
  dimensions: () => dimensions,
  chunks: () => [data],
  representatives: () => data,
};

// Two partitions, two attacks, one control; what an attack moved lies between classes.
const plan: SweepPlan = {
  partitions: 2,
  sets: [{ control: false }, { control: true }, { control: false }],
  ks: [1, 2, 3, 7, 20, 90],
};
const inputs: SweptInputs = {
  predicted: Int32Array.from(draw(rows, classes)),
  partition: Uint8Array.from(draw(rows, 2)),
  group: Uint8Array.from(draw(rows, 4)),
};
const queries = points(inputs.predicted, 1.1);

async function listsOf(kind: Preprocessing, k: number): Promise<Neighbors> {
  const fitted = await fitPreprocessing(reference, 'fc1', { kind, context });
  const chunks = [preprocess(data, fitted)];
  return exactSearch(() => chunks)(preprocess(queries, fitted), k, context);
}

/** Every pair counted, and every score from its definition: nothing of it is shared with the sweep. */
function bruteForce(lists: Neighbors, { weighting, k }: { weighting: Weighting; k: number }) {
  const scores = Float32Array.from({ length: rows }, (_, row) => {
    let [agreeing, all] = [0, 0];
    for (let rank = 1; rank <= k; rank++) {
      const at = row * lists.k + rank - 1;
      const distance = lists.distances[at] ?? 0;
      const weight = { uniform: 1, rank: 1 / rank, distance: 1 / Math.max(distance ** 2, 1e-12) }[weighting];
      all += weight;
      if (labels[lists.indices[at] ?? 0] === inputs.predicted[row]) agreeing += weight;
    }
    return 1 - agreeing / all;
  });
  return (partition: number, group: number) => {
    const scoresOf = (wanted: number) =>
      [...scores].filter((_, row) => inputs.partition[row] === partition && inputs.group[row] === wanted);
    let right = 0;
    const [negatives, positives] = [scoresOf(0), scoresOf(group)];
    for (const positive of positives)
      for (const negative of negatives) right += positive > negative ? 1 : positive === negative ? 0.5 : 0;
    return right / (negatives.length * positives.length);
  };
}

const columns = 4;
const valueAt = (
  aucs: Float64Array,
  { partition, weighting, k, column }: { partition: number; weighting: number; k: number; column: number },
) => aucs[((partition * 3 + weighting) * plan.ks.length + k) * columns + column] ?? -1;

describe('sweeping neighbor lists', () => {
  test('gives the AUC that counting all pairs gives, at every weighting and k', async () => {
    const lists = await listsOf('none', 90);
    const aucs = await sweepNeighbors(lists, { labels, inputs, plan, context });
    for (const [weighting, name] of weightings.entries())
      for (const [k, value] of plan.ks.entries()) {
        const expected = bruteForce(lists, { weighting: name, k: value });
        for (let partition = 0; partition < 2; partition++) {
          const at = (column: number) => valueAt(aucs, { partition, weighting, k, column });
          for (let column = 1; column < columns; column++)
            expect(at(column)).toBeCloseTo(expected(partition, column), 12);
          // The macro-AUC is over the two attacks, not over the control between them.
          expect(at(0)).toBeCloseTo((expected(partition, 1) + expected(partition, 3)) / 2, 12);
        }
      }
  });

  test.each(preprocessings)(
    'is what fitting, scoring and evaluating the kNN score gives, with preprocessing %s',
    async (preprocessing) => {
      const lists = await listsOf(preprocessing, 90);
      const aucs = await sweepNeighbors(lists, { labels, inputs, plan, context });
      const turned = sortedLists(lists, { labels, predicted: inputs.predicted });
      for (const [weighting, name] of weightings.entries()) {
        let k = 0;
        for (const { k: value, scores } of runningScores(turned, { weighting: name, ks: plan.ks })) {
          const given = { layer: 'fc1', k: value, weighting: name, preprocessing };
          const state = await knnScore.fit({ reference }, parseParameters(knnScore, given), context);
          const logits = new Float32Array(rows * classes);
          const asked = {
            rows,
            features: new Map([['fc1', queries]]),
            logits: { data: logits, dimensions: classes },
            predicted: inputs.predicted,
          };
          const judged = await knnScore.score(state, { reference, queries: asked }, context);
          expect([...scores]).toEqual([...judged.scores]);
          const kept = Array.from({ length: rows }, (_, row) => row).filter(
            (row) => inputs.partition[row] === 1,
          );
          const table = evaluationRows(
            {
              score: Float32Array.from(kept, (row) => judged.scores[row] ?? 0),
              group: Uint8Array.from(kept, (row) =>
                inputGroups.indexOf(
                  ({ 0: 'authentic', 2: 'control' } as const)[inputs.group[row] ?? 0] ?? 'adversarial',
                ),
              ),
              set: Uint8Array.from(kept, (row) => (inputs.group[row] || 256) - 1),
              epsilon: new Uint8Array(kept.length),
              success: Uint8Array.from(kept, (row) =>
                Number(!plan.sets[(inputs.group[row] ?? 0) - 1]?.control),
              ),
              original: Uint32Array.from(kept),
            },
            plan.sets.map(({ control }) => ({ attack: '', control, epsilons: [null] })),
            'successful',
          );
          const at = (column: number) => valueAt(aucs, { partition: 1, weighting, k, column });
          const evaluated = (kind: string, set: number | null) =>
            table.find((row) => row.kind === kind && row.set === set)?.auc ?? Number.NaN;
          expect(at(0)).toBeCloseTo(evaluated('macro', null), 12);
          expect(at(1)).toBeCloseTo(evaluated('attack', 0), 12);
          expect(at(2)).toBeCloseTo(evaluated('control', 1), 12);
          expect(at(3)).toBeCloseTo(evaluated('attack', 2), 12);
          k++;
        }
      }
    },
  );

  test('gives at chosen ks what a sweep over all of them gives', async () => {
    const lists = await listsOf('none', 90);
    const every = { ...plan, ks: Array.from({ length: 90 }, (_, at) => at + 1) };
    const all = await sweepNeighbors(lists, { labels, inputs, plan: every, context });
    const some = await sweepNeighbors(lists, { labels, inputs, plan: { ...plan, ks: [20] }, context });
    for (let part = 0; part < 6; part++)
      expect(some.subarray(part * columns, (part + 1) * columns)).toEqual(
        all.subarray((part * 90 + 19) * columns, (part * 90 + 20) * columns),
      );
  });

  test('counts duplicates of a reference image, at distance 0, as the kNN score does', () => {
    const lists = { k: 2, indices: Uint32Array.of(0, 1), distances: Float32Array.of(0, 1) };
    const turned = sortedLists(lists, { labels: Int32Array.of(1, 0), predicted: Int32Array.of(0) });
    const [, second] = [...runningScores(turned, { weighting: 'distance', ks: [1, 2] })].map(
      ({ scores }) => scores[0],
    );
    expect(second).toBe(Math.fround(1 - 1 / (1e12 + 1)));
  });
});

describe('a sweep that cannot be', () => {
  const lists: Neighbors = {
    k: 2,
    indices: Uint32Array.of(0, 1, 0, 1, 1, 0),
    distances: Float32Array.of(1, 2, 1, 2, 1, 2),
  };
  const sweep = (group: number[], changes: Partial<SweepPlan> = {}) =>
    sweepNeighbors(lists, {
      labels: Int32Array.of(0, 1),
      inputs: {
        predicted: Int32Array.of(0, 0, 0),
        partition: new Uint8Array(3),
        group: Uint8Array.from(group),
      },
      plan: { partitions: 1, sets: [{ control: false }, { control: false }], ks: [1], ...changes },
      context,
    });

  test('has no AUC over a single authentic input, and none where an attack never succeeded', async () => {
    expect([...(await sweep([0, 1, 1])).subarray(0, 3)]).toEqual([NaN, NaN, NaN]);
    const [macro, first, second] = await sweep([0, 0, 1]);
    expect(first).toBe(1);
    expect([macro, second]).toEqual([NaN, NaN]);
  });

  test.each([
    [{ ks: [1, 3] }, 'ks: expected ascending whole numbers from 1 to 2 (the neighbors kept), got 3 after 1'],
    [{ ks: [2, 1] }, 'ks: expected ascending whole numbers from 1 to 2 (the neighbors kept), got 1 after 2'],
    [{ ks: [] }, 'ks: expected at least one k, got none'],
    [{ sets: [{ control: true }] }, 'sets: expected at least one attack, got 1 controls'],
    [{ sets: [{ control: false }] }, 'inputs: expected 1 partitions and 1 sets, got an input beyond them'],
  ])('is refused: %j', async (changes, message) => {
    await expect(sweep([0, 1, 2], changes)).rejects.toThrow(message);
  });

  test('stops when cancelled', async () => {
    await expect(
      sweepNeighbors(lists, {
        labels: Int32Array.of(0, 1),
        inputs: { predicted: new Int32Array(3), partition: new Uint8Array(3), group: new Uint8Array(3) },
        plan: { partitions: 1, sets: [{ control: false }], ks: [1] },
        context: { seed: 0, signal: AbortSignal.abort() },
      }),
    ).rejects.toThrow(CancelledError);
  });
});
