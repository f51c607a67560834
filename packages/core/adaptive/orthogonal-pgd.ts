import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { type Ball, ballOf } from '../attacks/ball';
import type { AttackedModel } from '../attacks/define-attack';
import { ballNorm, epsilon, restarts, steps, target, targetClass } from '../attacks/parameters';
import { rowNorms } from '../attacks/row-norms';
import { attackLoss, chooseRows } from '../attacks/verdict';
import { splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { bestIterates } from './best-iterates';
import { defineAdaptiveAttack } from './define-adaptive-attack';
import { softScores } from './look-at';
import { orthogonalTo } from './orthogonal-projection';
import { neighborForm, refreshEvery, stepShare } from './parameters';
import { type Here, walk } from './walk';

/** How the gradients of classifier and detector become one. */
export const gradientRules = ['orthogonal', 'selective'] as const;
/** One of `gradientRules`. */
export type GradientRule = (typeof gradientRules)[number];

/** Parameters of selective and orthogonal PGD. */
const orthogonalPgdParams = z.object({
  rule: z
    .enum(gradientRules)
    .default('selective')
    .describe(
      'Selective steps up the loss of the classifier until an image is misclassified and then down the score of the detector; orthogonal takes from either gradient what the other one would notice.',
    ),
  norm: ballNorm(),
  epsilon: epsilon(),
  stepShare: stepShare(0.1),
  steps: steps(40),
  restarts: restarts().describe(
    'Number of starts, the clean image first and then random ones; of each image the best iterate of all is kept.',
  ),
  refreshEvery: refreshEvery(),
  neighborForm: neighborForm(),
  target: target(),
  targetClass: targetClass(),
});

/**
 * Selective and orthogonal projected gradient descent: an image that is still classified correctly steps up the loss of the
 * classifier, one that is misclassified down the detector's soft score; `orthogonal` takes from that gradient its part along
 * the other one. Each step is the steepest in the norm and projected back. In Linf it is the sign of the gradient, as
 * published, whose orthogonality is then lost in part. Ours: where the score is flat, so that there is no direction, the step
 * goes on up the loss of the classifier. Selective is the default, since the orthogonal part of a gradient fools fewer: against a
 * kNN score on conv4 of the standard CNN, 64 digits, 40 steps within 40/255, 64 % evade, with orthogonal 52 %. The first start is the clean image, further ones are random.
 */
export const orthogonalPgd = defineAdaptiveAttack({
  id: 'orthogonalPgd',
  title: 'Selective or orthogonal PGD',
  summary:
    'Fools the classifier first and the detector then; with the rule orthogonal, in steps that the one does not undo for the other. The default against a known detector.',
  source: 'https://arxiv.org/abs/2106.15023',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: orthogonalPgdParams,
  perturb: async (known, batch, params, context) => {
    const { norm, epsilon, steps, restarts, refreshEvery } = params;
    const ball = ballOf(norm, { epsilon, bounds: known.model.bounds });
    const best = bestIterates(batch.images);
    for (let index = 0; index < restarts; index++) {
      const start =
        index === 0
          ? batch.images.clone()
          : ball.start(batch, splitSeed(context.seed, 'orthogonalPgd', index));
      const going = { ...known, batch, start, steps, refreshEvery, best, firstStep: index * (steps + 1) };
      try {
        await walk(going, context, (here) =>
          stepOf(here, { ball, rule: params.rule, length: params.stepShare * epsilon }),
        );
      } finally {
        start.dispose();
      }
    }
    return best.images();
  },
});

/** The next images of a walk: one step of selective or orthogonal PGD, back in the ball. */
export function stepOf(
  here: Here,
  { ball, rule, length }: { ball: Ball; rule: GradientRule; length: number },
): Tensor {
  const direction = withoutRest(rule === 'selective' ? selective(here) : orthogonal(here), here);
  return ball.project(here.images.add(ball.direction(direction).mul(length)), here.batch.images);
}

/**
 * The direction, and where it is zero the gradient of the classifier: a score by neighbors is flat where none of them has the
 * predicted class, and farther inside that class there are some.
 */
function withoutRest(direction: Tensor, { model, images, batch }: Here): Tensor {
  const atRest = rowNorms(direction, 'Linf').equal(0);
  if (!atRest.dataSync().some(Boolean)) return direction;
  return chooseRows(atRest, model.attackGradient(images, batch), direction);
}

/** The gradient of one loss or the other by image, in one backward pass. */
function selective({ model, detector, batch, images, arrived }: Here): Tensor {
  const wrong = tf.tensor1d(Float32Array.from(arrived));
  const { gradient } = model.lossGradient(
    images,
    (outputs, x) =>
      attackLoss(outputs.logits, batch)
        .mul(tf.sub(1, wrong))
        .sub(softScores(detector, outputs, x).mul(wrong)),
    detector.layers,
    detector.readsImages ? 'images' : 'outputs',
  );
  return gradient;
}

/** Both gradients, each without its part along the other. */
function orthogonal(here: Here): Tensor {
  const ofClassifier = here.model.attackGradient(here.images, here.batch);
  const ofDetector = detectorGradient(here);
  const wrong = tf.tensor1d(Float32Array.from(here.arrived)).greater(0);
  return chooseRows(wrong, orthogonalTo(ofDetector, ofClassifier), orthogonalTo(ofClassifier, ofDetector));
}

/** Gradient `[n, h, w, c]` that points down the detector's soft score. */
function detectorGradient({
  model,
  detector,
  images,
}: Pick<Here, 'detector' | 'images'> & { readonly model: AttackedModel }): Tensor {
  const { gradient } = model.lossGradient(
    images,
    (outputs, x) => softScores(detector, outputs, x).neg(),
    detector.layers,
    detector.readsImages ? 'images' : 'outputs',
  );
  return gradient;
}
