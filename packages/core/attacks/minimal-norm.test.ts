import { beforeAll, describe, expect, test } from 'vitest';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import { seededRandom } from '../tensors/random';
import { tf } from '../tensors/tf';
import { attacks, runAttack } from '.';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const [rows, width] = [12, 24];

/** A linear classifier, and images in the middle of the box that are not too near a boundary. */
function linearBed(classes: number) {
  const random = seededRandom(8);
  const weights = Float32Array.from({ length: width * classes }, () => random.normal());
  const kernel = tf.tensor2d(weights, [width, classes]);
  const logits = (images: tf.Tensor) => images.reshape([-1, width]).sub(0.5).matMul(kernel);
  const model: Classifier = {
    bounds: [0, 1],
    inputShape: [4, 6, 1],
    classes,
    differentiable: true,
    layers: [],
    logits,
    forward: (images) => ({ logits: logits(images), taps: [] }),
    dispose: () => kernel.dispose(),
  };
  const chosen: { image: Float32Array; label: number; nearest: Record<'L2' | 'Linf', number> }[] = [];
  while (chosen.length < rows) {
    const image = Float32Array.from({ length: width }, () => 0.2 + 0.6 * random.uniform());
    const values = Array.from({ length: classes }, (_, label) =>
      image.reduce((sum, value, at) => sum + (value - 0.5) * (weights[at * classes + label] ?? 0), 0),
    );
    const label = values.indexOf(Math.max(...values));
    const distances = [...values.keys()]
      .filter((other) => other !== label)
      .map((other) => {
        const slope = Array.from(
          { length: width },
          (_, at) => (weights[at * classes + other] ?? 0) - (weights[at * classes + label] ?? 0),
        );
        const gap = (values[label] ?? 0) - (values[other] ?? 0);
        return {
          L2: gap / Math.hypot(...slope),
          Linf: gap / slope.reduce((sum, of) => sum + Math.abs(of), 0),
        };
      });
    const nearest = {
      L2: Math.min(...distances.map(({ L2 }) => L2)),
      Linf: Math.min(...distances.map(({ Linf }) => Linf)),
    };
    if (nearest.L2 > 0.08) chosen.push({ image, label, nearest });
  }
  const data = Float32Array.from(chosen.flatMap(({ image }) => [...image]));
  return {
    model,
    images: { data, shape: [4, 6, 1] as const },
    labels: Int32Array.from(chosen, ({ label }) => label),
    nearest: chosen.map((of) => of.nearest),
  };
}

/** What an attack found, each size over the smallest that there is. */
async function ratios(id: string, given: Record<string, unknown>, classes: number) {
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new Error(`no attack ${id}`);
  const { nearest, ...bed } = linearBed(classes);
  const params = parseParameters(attack, given);
  const norm = given.norm === 'Linf' ? 'Linf' : 'L2';
  const found: number[] = [];
  for await (const part of runAttack(attack, bed, { params, context: { seed: 2 } })) {
    expect([...part.success]).toEqual(Array(rows).fill(1));
    for (const [row, smallest] of nearest.entries())
      found.push((part.norms[row * 4 + (norm === 'L2' ? 2 : 3)] ?? Number.NaN) / smallest[norm]);
  }
  bed.model.dispose();
  return { least: Math.min(...found), greatest: Math.max(...found), found };
}

// DeepFool lengthens every step by its overshoot of 2 % and by 1e-4; FAB comes to rest where its overshoot of 5 % and its way
// back of 10 % balance; the others search. Carlini-Wagner and L-BFGS see two classes: of several they go for the likeliest
// other one, or the target, whose boundary need not be the nearest.
describe('on a linear classifier, where the smallest perturbation is known', () => {
  test.each([
    ['deepFool', 4, { norm: 'L2' }, 1.025],
    ['deepFool', 4, { norm: 'Linf' }, 1.03],
    ['fab', 4, { norm: 'L2', steps: 10 }, 1.006],
    // Without an overshoot its steps end on the boundary itself.
    ['fab', 4, { norm: 'L2', steps: 10, eta: 1 }, 1.006],
    ['fab', 4, { norm: 'Linf', steps: 10 }, 1.006],
    ['fab', 2, { norm: 'Linf', steps: 10, target: 'next' }, 1.006],
    ['carliniWagnerL2', 2, { searches: 6, steps: 50, learningRate: 0.005, initialConstant: 0.03 }, 1.15],
    ['lbfgs', 2, { searches: 12 }, 1.02],
  ])('%s with %d classes and %j comes within a factor of %d of it', async (id, classes, given, most) => {
    const { least, greatest, found } = await ratios(id, given, classes);
    expect(least, String(found)).toBeGreaterThan(0.9999);
    expect(greatest, String(found)).toBeLessThan(most);
  });
});
