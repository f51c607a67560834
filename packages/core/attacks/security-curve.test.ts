import { describe, expect, test } from 'vitest';
import { type AttackColumns, smallestNorms } from './attack-columns';
import { bestKnown, optimality } from './best-known';
import { median } from './median';
import { securityCurve } from './security-curve';

/** Rows of [success, L2]; the other norms are made to be of no use. */
function columns(images: number, rows: readonly (readonly [number, number])[]): AttackColumns {
  return {
    images,
    success: Uint8Array.from(rows, ([success]) => success),
    norms: Float32Array.from(rows.flatMap(([, size]) => [700, 70, size, 7])),
  };
}

describe('a security curve', () => {
  test('has the success at each epsilon of a fixed budget', () => {
    const two = columns(2, [
      [0, 1],
      [1, 1],
      [1, 2],
      [1, 2],
    ]);
    expect(securityCurve(two, { epsilons: [1, 2], norm: 'L2' })).toEqual([
      { budget: 1, successRate: 0.5 },
      { budget: 2, successRate: 1 },
    ]);
  });

  test('has the share of images within each budget for a minimal norm', () => {
    // One of four is not fooled: its norm does not count, however small.
    const four = columns(4, [
      [1, 1],
      [1, 2],
      [0, 0.1],
      [1, 4],
    ]);
    const curve = securityCurve(four, { epsilons: [null], norm: 'L2' });
    expect(curve).toHaveLength(51);
    expect(curve[0]).toEqual({ budget: 0, successRate: 0 });
    expect(curve.at(-1)).toEqual({ budget: 4, successRate: 0.75 });
    const at = (budget: number) => curve.findLast((point) => point.budget <= budget)?.successRate;
    expect([0.96, 1.05, 1.9, 2.05, 3.9].map(at)).toEqual([0, 0.25, 0.25, 0.5, 0.5]);
    curve.slice(1).forEach(({ successRate }, before) => {
      expect(successRate).toBeGreaterThanOrEqual(curve[before]?.successRate ?? 1);
    });
  });

  test('reads the norm of the attack', () => {
    const one = columns(1, [[1, 3]]);
    expect(securityCurve(one, { epsilons: [null], norm: 'Linf' }).at(-1)?.budget).toBe(7);
  });

  test('is one point at zero where nothing succeeded', () => {
    expect(securityCurve(columns(1, [[0, 3]]), { epsilons: [null], norm: 'L2' })).toEqual([
      { budget: 0, successRate: 0 },
    ]);
  });
});

describe('the best known perturbations', () => {
  const first = columns(3, [
    [1, 2],
    [1, 3],
    [0, 1],
    [1, 4],
    [1, 1],
    [0, 1],
  ]);
  const second = columns(3, [
    [1, 1],
    [1, 2],
    [0, 1],
  ]);

  test('are the smallest successful ones over all sets and budgets', () => {
    expect([...smallestNorms(first, 'L2')]).toEqual([2, 1, Number.POSITIVE_INFINITY]);
    const best = bestKnown([first, second], 'L2');
    expect([...best.norms]).toEqual([1, 1, Number.POSITIVE_INFINITY]);
    expect([...best.foundBy]).toEqual([1, 0, -1]);
  });

  test('say how far each set is from them, over the images that it fooled', () => {
    const best = bestKnown([first, second], 'L2');
    expect(optimality(first, best, 'L2')).toEqual({ images: 2, best: 1, medianRatio: 1.5, meanRatio: 1.5 });
    expect(optimality(second, best, 'L2')).toEqual({ images: 2, best: 1, medianRatio: 1.5, meanRatio: 1.5 });
  });

  test('are all its own for a set without others', () => {
    expect(optimality(second, bestKnown([second], 'L2'), 'L2')).toEqual({
      images: 2,
      best: 2,
      medianRatio: 1,
      meanRatio: 1,
    });
  });

  test('have no ratio where nothing succeeded', () => {
    const none = columns(1, [[0, 1]]);
    expect(optimality(none, bestKnown([none], 'L2'), 'L2')).toEqual({
      images: 0,
      best: 0,
      medianRatio: null,
      meanRatio: null,
    });
  });
});

test('the median of an even count is the mean of the two middle ones, of none it is null', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, null]);
});
