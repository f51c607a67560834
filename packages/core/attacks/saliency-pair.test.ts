import { expect, test } from 'vitest';
import { seededRandom } from '../tensors/random';
import { bestPair } from './saliency-pair';

/** The greatest product over all pairs. */
function byAllPairs(target: Float32Array, others: Float32Array, movable: (at: number) => boolean): number {
  let greatest = 0;
  for (let p = 0; p < target.length; p++)
    for (let q = p + 1; q < target.length; q++) {
      const up = (target[p] ?? 0) + (target[q] ?? 0);
      const down = (others[p] ?? 0) + (others[q] ?? 0);
      if (movable(p) && movable(q) && up > 0 && down < 0) greatest = Math.max(greatest, -up * down);
    }
  return greatest;
}

test('the best pair is the one that looking at all pairs finds', () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = seededRandom(seed);
    // Some values twice: ties must not lose a pair.
    const draw = () =>
      Float32Array.from({ length: 60 }, () => (seed % 2 ? random.normal() : random.integer(7) - 3));
    const [target, others] = [draw(), draw()];
    const movable = (at: number) => at % 5 !== 0;
    const [p, q] = bestPair({ target, others, movable }) ?? [-1, -1];
    expect(p).not.toBe(q);
    expect(movable(p) && movable(q)).toBe(true);
    const up = (target[p] ?? 0) + (target[q] ?? 0);
    const down = (others[p] ?? 0) + (others[q] ?? 0);
    expect(-up * down).toBe(byAllPairs(target, others, movable));
  }
});

test('there is none when no pair raises the target and lowers the others', () => {
  const [target, others] = [Float32Array.of(1, 2, 3), Float32Array.of(1, 1, 1)];
  expect(bestPair({ target, others, movable: () => true })).toBeNull();
  expect(bestPair({ target, others: target.map((of) => -of), movable: (at) => at === 1 })).toBeNull();
});
