import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import type { AttackBatch } from '../attacks/define-attack';
import { initialConstant, margin, searches, steps, target, targetClass } from '../attacks/parameters';
import { successMargin } from '../attacks/success-margin';
import { descend, type TanhPoint, tanhStart } from '../attacks/tanh-descent';
import { breathe, type Context } from '../context';
import { learningRate } from '../learning-rate';
import { tf } from '../tensors/tf';
import { tidy } from '../tensors/tidy';
import { detectorHinge } from './attacked-detector';
import { type BestIterates, bestIterates } from './best-iterates';
import { defineAdaptiveAttack, type Target } from './define-adaptive-attack';
import { firstConstants, nextConstants } from './hinge-constants';
import { lookAt, softScores } from './look-at';
import { neighborForm, refreshEvery } from './parameters';

const params = z.object({
  searches: searches(4),
  steps: steps(60).describe('Steps of each search.'),
  learningRate: learningRate(0.1, { most: 10 }).describe('Step size of Adam, in tanh space.'),
  initialConstant: initialConstant()
    .default(1)
    .describe('First weight of either hinge against the size of the perturbation.'),
  confidence: margin()
    .default(0.1)
    .describe('Margin in logits by which an image is to be misclassified (kappa).'),
  detectorMargin: margin()
    .default(0.1)
    .describe(
      'How far below its threshold the soft score is to be, in standard deviations of authentic scores.',
    ),
  refreshEvery: refreshEvery(),
  neighborForm: neighborForm(),
  target: target(),
  targetClass: targetClass(),
});
type Params = z.output<typeof params>;

/**
 * Carlini and Wagner's L2 attack with the detector's hinge: minimizes `a max(confidence - margin, 0) + b max(s - threshold +
 * detectorMargin, 0) + |x - clean|^2` by Adam in tanh space, where `s` is the soft score, in deviations of authentic scores,
 * and searches for both constants by image: `a` by whether an iterate was misclassified, and where one was, `b` by whether one
 * of those passed the exact detector at 5 %. Keeps of each image the smallest perturbation that does both; where none does,
 * the misclassified iterate with the lowest exact score.
 */
export const carliniWagnerDetector = defineAdaptiveAttack({
  id: 'carliniWagnerDetector',
  title: 'Carlini-Wagner with the detector',
  summary:
    'Optimizes size, misclassification and the detector’s score together, with a search for both balances. Slow; finds the smallest evasions.',
  source: 'https://arxiv.org/abs/1705.07263',
  norm: 'L2',
  goal: 'minimal-norm',
  params,
  perturb: async (known, batch, given, context) => {
    const best = bestIterates(batch.images, known.detector.threshold);
    const first = () => firstConstants(batch.rows.length, given.initialConstant);
    let [ofClassifier, ofDetector] = [first(), first()];
    for (let search = 0; search < given.searches; search++) {
      const found = await searchOnce(known, batch, {
        ...{ given, best, context, firstStep: search * given.steps },
        weights: [ofClassifier.constant, ofDetector.constant],
      });
      ofClassifier = nextConstants(ofClassifier, found.misclassified, () => true);
      ofDetector = nextConstants(ofDetector, found.evaded, (row) => found.misclassified[row] === 1);
    }
    return best.images();
  },
});

/** One descent under fixed constants: which images were misclassified, and which of those also passed. */
async function searchOnce(
  target: Target,
  batch: AttackBatch,
  {
    given,
    best,
    context,
    firstStep,
    weights,
  }: {
    given: Params;
    best: BestIterates;
    context: Context;
    firstStep: number;
    weights: readonly [Float32Array, Float32Array];
  },
): Promise<{ misclassified: Uint8Array; evaded: Uint8Array }> {
  const { model, detector, recorder } = target;
  const rows = batch.rows.length;
  const [misclassified, evaded] = [new Uint8Array(rows), new Uint8Array(rows)];
  let point: TanhPoint = tidy(() => tanhStart(batch.images, model.bounds));
  try {
    for (let index = 0; index < given.steps; index++) {
      await breathe(context);
      const images = imagesOf(point, model.bounds);
      try {
        const refresh = index % given.refreshEvery === 0;
        const seen = await lookAt(target, images, { judged: batch, refresh, context });
        const { size, ...moved } = tidy(() => step(target, batch, { point, images, given, weights }));
        const sizes = Float32Array.from(size.dataSync());
        size.dispose();
        tf.dispose({ ...point });
        point = moved;
        best.offer({ images, misclassified: seen.misclassified, scores: seen.scores, size: sizes });
        seen.misclassified.forEach((wrong, row) => {
          if (wrong !== 1) return;
          misclassified[row] = 1;
          if ((seen.scores[row] ?? Number.POSITIVE_INFINITY) <= detector.threshold) evaded[row] = 1;
        });
        recorder?.({
          step: firstStep + index,
          loss: seen.loss,
          success: best.success.slice(),
          evaded: Uint8Array.from(best.scores, (score) => Number(score <= detector.threshold)),
        });
      } finally {
        images.dispose();
      }
    }
  } finally {
    tf.dispose({ ...point });
  }
  return { misclassified, evaded };
}

function imagesOf({ point }: TanhPoint, [low, high]: readonly [number, number]): Tensor {
  return tf.tidy(() =>
    point
      .tanh()
      .mul((high - low) / 2)
      .add((low + high) / 2),
  );
}

/** One step of Adam down both hinges and the size; with it the distance of the images from the clean ones. */
function step(
  { model, detector }: Target,
  batch: AttackBatch,
  {
    point,
    images,
    given,
    weights: [ofClassifier, ofDetector],
  }: {
    point: TanhPoint;
    images: Tensor;
    given: Params;
    weights: readonly [Float32Array, Float32Array];
  },
): TanhPoint & { readonly size: Tensor } {
  const aim = {
    ...detector,
    softThreshold: detector.softThreshold - given.detectorMargin * detector.softSpread,
  };
  const { gradient } = model.lossGradient(
    images,
    (outputs, x) => {
      const margin = successMargin(outputs.logits, batch).mul(-1).add(given.confidence).relu();
      const hinge = detectorHinge(softScores(detector, outputs, x), aim);
      return margin.mul(tf.tensor1d(ofClassifier)).add(hinge.mul(tf.tensor1d(ofDetector)));
    },
    detector.layers,
    detector.readsImages ? 'images' : 'outputs',
  );
  const { squaredAway, ...moved } = descend(point, {
    ...{ tanh: point.point.tanh(), clean: batch.images, gradient },
    constant: tf.onesLike(point.step),
    bounds: model.bounds,
    learningRate: given.learningRate,
  });
  squaredAway.dispose();
  return moved;
}
