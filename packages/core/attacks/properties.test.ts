import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../tensors';
import { attacks } from '.';
import { apgdCe } from './apgd-ce';
import { apgdDlr } from './apgd-dlr';
import { autoAttack } from './auto-attack';
import { bim } from './bim';
import { attacked, bounds, collect, images, labels, rows, width, withModel } from './conformance-bench';
import type { Attack } from './define-attack';
import { featureMatching } from './feature-matching';
import { hopSkipJump } from './hop-skip-jump';
import { miFgsm } from './mi-fgsm';
import { pgd } from './pgd';
import { pgdL2 } from './pgd-l2';
import { square } from './square';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
const successes = async (attack: Attack, more: Record<string, unknown>) =>
  total((await attacked(attack, { more })).success);
const named = (list: readonly unknown[]) => (list as Attack[]).map((attack) => [attack.id, attack] as const); // as the registry holds them
const forward = (queries: Uint32Array) => [...queries].filter((_, at) => at % 2 === 0);
const backward = (queries: Uint32Array) => [...queries].filter((_, at) => at % 2 === 1);

/** Feature matching does not look at the prediction: with more room it comes nearer to its guide, no more. */
const budgeted = attacks.filter(
  ({ id, goal, control }) => goal === 'fixed-budget' && !control && id !== 'featureMatching',
);

test.each(named(budgeted))('a larger epsilon never makes %s less successful', async (_, attack) => {
  const counts = await Promise.all([0.02, 0.25, 1].map((epsilon) => successes(attack, { epsilon })));
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts[2]).toBeGreaterThan(counts[0] ?? 0);
});

describe.each(['Linf', 'L2'])('in %s', (norm) => {
  test('APGD succeeds at least as often as PGD, and AutoAttack as often as each of its parts', async () => {
    const plain = norm === 'Linf' ? pgd : pgdL2;
    for (const epsilon of norm === 'Linf' ? [0.03, 0.06, 0.1] : [0.1, 0.2, 0.4]) {
      const weak = await successes(plain as Attack, { epsilon, stepSize: epsilon / 4 });
      const strong = await successes(apgdCe as Attack, { epsilon, norm });
      const whole = await successes(autoAttack as Attack, { epsilon, norm });
      expect(strong).toBeGreaterThanOrEqual(weak);
      expect(whole).toBeGreaterThanOrEqual(strong);
      expect(whole).toBeGreaterThanOrEqual(await successes(square as Attack, { epsilon, norm }));
    }
  });

  test.each(named([apgdCe, apgdDlr, square, autoAttack]))('%s keeps its budget', async (_, attack) => {
    const { norms } = await attacked(attack, { more: { norm, epsilon: 0.3 } });
    const largest = Math.max(...[...norms].filter((_, at) => at % 4 === (norm === 'L2' ? 2 : 3)));
    expect(largest).toBeGreaterThan(0.2);
    expect(largest).toBeLessThanOrEqual(0.3 + 3e-7);
  });
});

describe('an attack that may stop early', () => {
  test.each(named([bim, pgd, pgdL2, miFgsm, apgdCe, apgdDlr]))(
    '%s succeeds as often, with fewer queries',
    async (_, attack) => {
      const patient = await attacked(attack, { more: { earlyStop: false } });
      const early = await attacked(attack, { more: { earlyStop: true } });
      expect(total(early.success)).toBeGreaterThanOrEqual(total(patient.success));
      expect(total(early.queries)).toBeLessThan(total(patient.queries));
    },
  );

  test.each(named([bim, miFgsm]))(
    '%s leaves an image alone that is misclassified already',
    async (_, attack) => {
      const clean = await attacked(attack, { more: { epsilon: 1e-9, stepSize: 1e-9 } });
      const { norms, queries } = await attacked(attack, { more: { earlyStop: true } });
      const wrong = [...clean.success.keys()].filter((row) => clean.success[row]);
      expect(wrong.length).toBeGreaterThan(0);
      for (const row of wrong) expect([norms[row * 4], queries[row * 2]]).toEqual([0, 1]);
    },
  );
});

test.each(named([pgd, pgdL2, apgdCe, apgdDlr]))('more restarts never make %s worse', async (_, attack) => {
  const epsilon = 0.05;
  const once = await attacked(attack, { more: { epsilon, restarts: 1 } });
  const often = await attacked(attack, { more: { epsilon, restarts: 4 } });
  once.success.forEach((success, row) => {
    expect(often.success[row]).toBeGreaterThanOrEqual(success);
  });
  expect(total(backward(often.queries))).toBe(4 * total(backward(once.queries)));
});

test('an attack that goes on at a row makes the same of all rows from there', async () => {
  for (const attack of attacks) {
    const whole = await attacked(attack, { batchSize: 2 });
    const rest = await attacked(attack, { batchSize: 2, from: 4 });
    expect(rest.images).toEqual(whole.images.slice(4 * width));
    expect(rest.queries).toEqual(whole.queries.slice(8));
    expect(rest.success).toEqual(whole.success.slice(4));
  }
});

test('an attack cannot go on at what is no row', async () => {
  await expect(attacked(bim as Attack, { from: rows + 1 })).rejects.toThrow(
    'from: expected a row from 0 to 7, got 8',
  );
});

describe('a target by choice', () => {
  test('is where all images go but those that are there', async () => {
    const { targets, success, predicted } = await attacked(pgd as Attack, {
      more: { target: 'class', targetClass: 2, epsilon: 1 },
    });
    expect([...targets]).toEqual([...labels()].map((label) => (label === 2 ? 0 : 2)));
    expect([...success]).toEqual([...predicted].map((label, row) => Number(label === targets[row])));
    expect(total(success)).toBeGreaterThan(rows / 2);
  });

  test.each([[3], [undefined]])('has to be a class of the model, not %s', async (targetClass) => {
    await expect(attacked(pgd as Attack, { more: { target: 'class', targetClass } })).rejects.toThrow(
      `targetClass: expected a class from 0 to 2 with target class, got ${targetClass ?? 'none'}`,
    );
  });

  test.each(named([apgdCe, square, hopSkipJump]))('is reached by %s', async (_, attack) => {
    const more = { target: 'next', ...('epsilon' in attack.params.shape && { epsilon: 1 }) };
    const { success, targets } = await attacked(attack, { more });
    expect([...targets]).toEqual([...labels()].map((label) => (label + 1) % 3));
    expect(total(success)).toBeGreaterThan(rows / 2);
  });
});

test('feature matching comes nearer to the features of its guide, and the nearer the more room it has', async () => {
  await withModel(async (model) => {
    const apart = async (epsilon: number) => {
      const all = await collect(featureMatching as Attack, model, { more: { epsilon, target: 'next' } });
      return tf.tidy(() => {
        const features = model
          .forward(tf.tensor4d(all.images, [rows, 6, 6, 2]), ['conv'])
          .taps[0]?.mean([1, 2]);
        // The class's only image among rows 0 to 6, or one of its three: the nearest of them can only be nearer.
        const clean = model
          .forward(tf.tensor4d(images().data, [rows, 6, 6, 2]), ['conv'])
          .taps[0]?.mean([1, 2]);
        const [made, own] = [features?.arraySync(), clean?.arraySync()] as [number[][], number[][]];
        return made.map((row, at) =>
          Math.min(
            ...own
              .filter((_, other) => labels()[other] === all.targets[at])
              .map((guide) => Math.hypot(...guide.map((value, place) => value - (row[place] ?? 0)))),
          ),
        );
      });
    };
    const [far, near, nearest] = [total(await apart(1e-6)), total(await apart(0.1)), total(await apart(0.5))];
    expect(near).toBeLessThan(far);
    expect(nearest).toBeLessThan(near);
  });
});

describe('HopSkipJump', () => {
  test('finds a success for every image, nearer the more it may ask', async () => {
    const [few, many] = await Promise.all(
      [60, 800].map((queries) => attacked(hopSkipJump as Attack, { more: { queries } })),
    );
    expect(total(many?.success ?? [])).toBe(rows);
    const lengths = (norms: Float32Array) => total([...norms].filter((_, at) => at % 4 === 2));
    expect(lengths(many?.norms ?? new Float32Array())).toBeLessThan(
      lengths(few?.norms ?? new Float32Array()),
    );
  });

  test.each([1, 5, 37])('asks no more than %i times', async (queries) => {
    const run = await attacked(hopSkipJump as Attack, { more: { queries } });
    expect(Math.max(...forward(run.queries))).toBeLessThanOrEqual(queries);
  });
});

describe('a model of two classes', () => {
  test.each(named([apgdDlr, autoAttack]))('is refused by %s', async (_, attack) => {
    await expect(attacked(attack, { classes: 2 })).rejects.toThrow(
      'classes: expected at least 3 for the difference of logits ratio, got 2',
    );
  });

  test('or of three by the ratio towards a class', async () => {
    await expect(attacked(apgdDlr as Attack, { more: { targetClasses: 2 } })).rejects.toThrow(
      'classes: expected at least 4 for the difference of logits ratio towards a class, got 3',
    );
  });
});

test('led towards each wrong class, APGD of the ratio succeeds at least as often as led towards none', async () => {
  for (const epsilon of [0.03, 0.06, 0.1]) {
    const run = async (more: Record<string, unknown>) =>
      total((await attacked(apgdDlr as Attack, { classes: 5, more: { epsilon, ...more } })).success);
    expect(await run({ targetClasses: 9 })).toBeGreaterThanOrEqual(await run({}));
  }
});

describe('a trace', () => {
  test('is not kept unless it is asked for', async () => {
    expect((await attacked(bim as Attack)).traces).toEqual([]);
  });

  test.each(named(attacks))('of %s has one point a query, and asks nothing more', async (id, attack) => {
    const plain = await attacked(attack);
    const { queries, success, traces } = await attacked(attack, { trace: true });
    expect(queries).toEqual(plain.queries);
    expect(traces.length).toBe(1);
    const [{ loss, success: share } = { loss: [], success: [] }] = traces;
    expect(loss.length).toBe(Math.max(...forward(queries)));
    expect(share.length).toBe(loss.length);
    expect([...share]).toEqual([...share].sort((a, b) => a - b));
    // Where gradients are taken is the attack's way: guides and other looks are no part of it.
    expect(traces[0]?.standing?.map(({ length }) => length)).toEqual(
      Array.from({ length: rows }, (_, row) => queries[row * 2 + 1]),
    );
    // What Square gives back is what it looked at last: rows that left count on as the successes that they are.
    if (id === 'square') expect(share.at(-1)).toBeCloseTo(total(success) / rows, 6);
  });

  test('shows the loss climb from where the images were', async () => {
    const [trace] = (await attacked(bim as Attack, { trace: true })).traces;
    expect(trace?.loss.at(-1)).toBeGreaterThan(trace?.loss[0] ?? 0);
    const clean = await withModel(async (model) =>
      tf.tidy(() => {
        const logits = model.logits(tf.tensor4d(images().data, [rows, 6, 6, 2]));
        const truth = tf.oneHot(tf.tensor1d(labels(), 'int32'), 3);
        return tf.losses.softmaxCrossEntropy(truth, logits).dataSync()[0] ?? Number.NaN;
      }),
    );
    expect(trace?.loss[0]).toBeCloseTo(clean, 5);
  });
});

test('images come back within bounds that are not 0 and 1', async () => {
  const { images: made } = await attacked(square as Attack, { more: { norm: 'L2', epsilon: 3 } });
  expect(Math.min(...made)).toBeGreaterThanOrEqual(bounds[0]);
  expect(Math.max(...made)).toBeLessThanOrEqual(bounds[1]);
});
