import { strict as assert } from 'node:assert';
import type { Classifier } from '../models/classifier';
import { seededRandom } from '../tensors/random';
import { tf } from '../tensors/tf';
import {
  attacked,
  bounds,
  collect,
  images,
  labels,
  parameters,
  rows,
  shape,
  width,
  withModel,
} from './conformance-bench';
import { type Attack, type Norm, normOf } from './define-attack';

/** Something that every attack must satisfy. `run` rejects with an assertion that names both values. */
export interface AttackCheck {
  readonly name: string;
  readonly run: (attack: Attack) => Promise<void>;
}

/** What an attack must satisfy that looks for the smallest perturbation; the others pass. */
export const minimalNormChecks: readonly AttackCheck[] = [
  {
    name: 'finds smaller perturbations than random directions, if it looks for small ones',
    run: async (attack) => {
      if (attack.goal !== 'minimal-norm') return;
      for (const params of normChoices(attack))
        await withModel(async (model) => {
          const norm = normOf(attack, parameters(attack, params));
          const { success, targets, norms } = await collect(attack, model, { more: params });
          const found = Array.from({ length: rows }, (_, row) => row).filter((row) => success[row] === 1);
          assert.ok(
            found.length >= rows / 2,
            `expected success on most of ${rows} images, got ${found.length}`,
          );
          const column = ['L0', 'L1', 'L2', 'Linf'].indexOf(norm);
          const sizes = found
            .map((row) => ({
              size: norms[row * 4 + column] ?? Number.NaN,
              random: smallestRandom(model, { row, target: targets[row] ?? -1, norm }),
            }))
            .filter(({ random }) => Number.isFinite(random));
          const sum = (of: 'size' | 'random') => sizes.reduce((total, pair) => total + pair[of], 0);
          // On the whole, not image by image: a direction of luck may be better than one of few values, all raised.
          assert.ok(
            sum('size') < sum('random'),
            `expected less than ${sum('random')} in ${norm}, got ${sum('size')}`,
          );
        });
    },
  },
  {
    name: 'succeeds as often or oftener with more steps, if it looks for small ones',
    run: async (attack) => {
      if (attack.goal !== 'minimal-norm' || !('steps' in attack.params.shape)) return;
      const count = async (steps: number) =>
        (await attacked(attack, { more: { steps } })).success.reduce((sum, one) => sum + one, 0);
      const [few, many] = [await count(2), await count(20)];
      assert.ok(many >= few, `expected at least ${few} successes, got ${many}`);
    },
  },
];

/** One run for every norm that an attack can be asked for. */
function normChoices(attack: Attack): Record<string, unknown>[] {
  const steps = 'steps' in attack.params.shape ? { steps: 20 } : {};
  if (!('norm' in attack.params.shape)) return [steps];
  return (['L2', 'Linf'] as const).map((norm) => ({ ...steps, norm }));
}

/** Directions tried for each image, and lengths along each. */
const [directions, lengths] = [5, 40];

/** Size of the smallest of some random perturbations that succeed with an image; infinite when none does. */
function smallestRandom(
  model: Classifier,
  { row, target, norm }: { row: number; target: number; norm: Norm },
): number {
  const image = Float32Array.from(images().data).subarray(row * width, (row + 1) * width);
  const random = seededRandom(row);
  let smallest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < directions; at++) {
    const direction = Array.from({ length: width }, () => random.normal());
    for (let part = 1; part <= lengths; part++) {
      const moved = along(image, { direction, share: part / lengths, norm });
      const [predicted] = tf.tidy(() =>
        model
          .logits(tf.tensor(moved, [1, ...shape]))
          .argMax(1)
          .dataSync(),
      );
      if (target === -1 ? predicted === labels()[row] : predicted !== target) continue;
      smallest = Math.min(smallest, sizeOf(moved, image, norm));
      break;
    }
  }
  return smallest;
}

/** An image moved along a direction by a share of what there is; for L0 a share of the values, to a bound each. */
function along(
  image: Float32Array,
  { direction, share, norm }: { direction: readonly number[]; share: number; norm: Norm },
): Float32Array {
  const [low, high] = bounds;
  const chosen = [...direction.keys()].sort(
    (a, b) => Math.abs(direction[b] ?? 0) - Math.abs(direction[a] ?? 0),
  );
  const rank = new Map(chosen.map((at, place) => [at, place]));
  return image.map((value, at) => {
    const slope = direction[at] ?? 0;
    if (norm === 'L0') return (rank.get(at) ?? 0) < share * width ? (slope > 0 ? high : low) : value;
    const move = norm === 'Linf' ? Math.sign(slope) : slope;
    return Math.min(high, Math.max(low, value + share * (high - low) * move));
  });
}

function sizeOf(moved: Float32Array, image: Float32Array, norm: Norm): number {
  const changes = Array.from(moved, (value, at) => Math.abs(value - (image[at] ?? 0)));
  if (norm === 'L0') return changes.filter((change) => change > 0).length;
  if (norm === 'Linf') return Math.max(...changes);
  return norm === 'L1' ? changes.reduce((sum, of) => sum + of, 0) : Math.hypot(...changes);
}
