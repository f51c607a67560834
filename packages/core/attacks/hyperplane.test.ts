import { describe, expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { moveOntoHyperplane } from './hyperplane';

const size = 30;
const bounds: [number, number] = [-1, 2];

/** Points of the box, some at its bounds, and planes that it reaches or not. */
const cases = Array.from({ length: 40 }, (_, seed) => {
  const random = seededRandom(seed);
  const point = Float32Array.from({ length: size }, () =>
    Math.min(2, Math.max(-1, -1.5 + 4 * random.uniform())),
  );
  const normal = Float32Array.from({ length: size }, () => random.normal());
  return { point, normal, offset: 12 * random.normal() };
});

/** How far a move along the plane's normal may go in each value, at pace t: found by bisection over t instead. */
function byBisection({ point, normal, offset }: (typeof cases)[number], norm: 'L2' | 'Linf') {
  const at = (t: number) =>
    Array.from(point, (value, index) => {
      const slope = -Math.sign(offset) * (normal[index] ?? 0);
      const move = norm === 'L2' ? t * slope : t * Math.sign(slope);
      return Math.min(2, Math.max(-1, value + move)) - value;
    });
  const missing = (t: number) =>
    Math.sign(offset) * (offset + at(t).reduce((sum, move, index) => sum + move * (normal[index] ?? 0), 0));
  let [low, high] = [0, 1e4];
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (missing(middle) > 0) low = middle;
    else high = middle;
  }
  return at(high);
}

describe.each(['L2', 'Linf'] as const)('the move onto a hyperplane in %s', (norm) => {
  test('is the one that bisection finds, within the box, also where the plane is out of reach', () => {
    for (const problem of cases) {
      const move = moveOntoHyperplane(problem.point, problem, { bounds, norm });
      const expected = byBisection(problem, norm);
      for (const [at, value] of move.entries()) expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 6);
    }
  });

  test('is none where the point is on the plane, or the plane has no direction', () => {
    const point = Float32Array.of(0, 1);
    const none = [0, 0];
    const to = (normal: number[], offset: number) => [
      ...moveOntoHyperplane(point, { normal: Float32Array.from(normal), offset }, { bounds, norm }),
    ];
    for (const [at, value] of to([1, 2], 0).entries()) expect(Math.abs(value)).toBe(none[at]);
    for (const [at, value] of to([0, 0], 3).entries()) expect(Math.abs(value)).toBe(none[at]);
  });
});
