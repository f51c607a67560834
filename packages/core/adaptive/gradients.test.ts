import { beforeAll, describe, expect, test } from 'vitest';
import { bounds, images, labels, rows, shape, width, withModel } from '../attacks/conformance-bench';
import { countedModel } from '../attacks/counted-model';
import type { Classifier } from '../models/classifier';
import { imageTensor } from '../models/images';
import { tf } from '../tensors/tf';
import type { AttackedDetector } from './attacked-detector';
import { knownDetector } from './conformance-bench';
import { lookAt, softScores } from './look-at';
import { orthogonalTo } from './orthogonal-projection';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A model with a detector whose neighbors were looked up at the images, `[rows, h, w, c]`. */
async function withTarget(
  given: Parameters<typeof knownDetector>[0],
  use: (of: {
    model: Classifier;
    detector: AttackedDetector;
    x: tf.Tensor;
    counted: ReturnType<typeof countedModel>;
  }) => void,
): Promise<void> {
  await withModel(async (model) => {
    const detector = await knownDetector(given);
    const count = { firstRow: 0, forward: new Uint32Array(rows), backward: new Uint32Array(rows) };
    const all = Int32Array.from({ length: rows }, (_, row) => row);
    const counted = countedModel(model, count, all);
    const x = imageTensor(images(), { first: 0, count: rows }, bounds);
    const judged = { images: x, labels: tf.tensor1d(labels(), 'int32'), targeted: false, rows: all };
    await lookAt({ model: counted, detector }, x, { judged, refresh: true, context: { seed: 0 } });
    tf.tidy(() => use({ model, detector, x, counted }));
    detector.dispose();
    tf.dispose([x, judged.labels]);
  });
}

const taps = ['conv'];

describe('the gradient of a soft score through the pooled features and the network', () => {
  test.each([
    { weighting: 'distance', softForm: 'matching' },
    { weighting: 'rank', softForm: 'matching' },
    { weighting: 'rank', softForm: 'hinge' },
  ] as const)('is that of differences: $weighting, $softForm', async (given) => {
    await withTarget(given, ({ detector, x, counted }) => {
      const score = (at: tf.Tensor) =>
        softScores(detector, counted.outputs(at, taps), at).sum().dataSync()[0] ?? Number.NaN;
      const { gradient } = counted.lossGradient(x, (outputs, of) => softScores(detector, outputs, of), taps);
      const along = gradient.norm().dataSync()[0] ?? 0;
      expect(along).toBeGreaterThan(1e-3);
      const direction = gradient.div(along);
      const step = 2e-3;
      const [before, here, after] = [-step, 0, step].map((by) => score(x.add(direction.mul(by))));
      const slopes = [(here ?? 0) - (before ?? 0), (after ?? 0) - (here ?? 0)].map((rise) => rise / step);
      // The k-th neighbor of the hinge lies where it turns: there the gradient is between the slopes of both sides.
      expect(along).toBeGreaterThan(Math.min(...slopes) - 0.03 * along);
      expect(along).toBeLessThan(Math.max(...slopes) + 0.03 * along);
    });
  });
});

describe('the orthogonal part of the detector’s gradient', () => {
  test('leaves the loss of the classifier as it is, to first order', async () => {
    await withTarget({ weighting: 'distance' }, ({ detector, x, counted }) => {
      const truth = tf.tensor1d(labels(), 'int32');
      const { gradient: ofClassifier } = counted.crossEntropy(x, truth);
      const { gradient: ofDetector } = counted.lossGradient(
        x,
        (outputs, of) => softScores(detector, outputs, of).neg(),
        taps,
      );
      const change = (direction: tf.Tensor, step: number) => {
        const unit = direction.div(direction.norm());
        const at = (sign: number) =>
          counted
            .crossEntropy(x.add(unit.mul(sign * step)), truth)
            .loss.sum()
            .dataSync()[0] ?? Number.NaN;
        return Math.abs(at(1) - at(-1)) / (2 * step);
      };
      const plain = change(ofDetector, 1e-2);
      const orthogonal = change(orthogonalTo(ofDetector, ofClassifier), 1e-2);
      expect(plain).toBeGreaterThan(1e-2);
      expect(orthogonal).toBeLessThan(0.02 * plain);
    });
  });

  test('has no part along the other gradient in any image, however small that is', () => {
    tf.tidy(() => {
      const g = tf.randomNormal([rows, ...shape], 0, 1, 'float32', 1);
      const h = tf.randomNormal([rows, ...shape], 0, 1, 'float32', 2).mul(1e-20);
      const part = orthogonalTo(g, h)
        .mul(h.mul(1e20))
        .reshape([rows, width])
        .sum(1)
        .abs()
        .max()
        .dataSync()[0];
      expect(part).toBeLessThan(1e-4);
    });
  });

  test('is the gradient itself where the other one is zero', () => {
    tf.tidy(() => {
      const g = tf.ones([2, 3]);
      expect([...orthogonalTo(g, tf.zeros([2, 3])).dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
    });
  });
});
