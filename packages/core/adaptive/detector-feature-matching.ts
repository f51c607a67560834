import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { ballOf } from '../attacks/ball';
import type { ModelOutputs } from '../attacks/define-attack';
import { ballNorm, epsilon, steps, target, targetClass } from '../attacks/parameters';
import { CoreError } from '../errors';
import { onlyAgainst } from '../method';
import { tf } from '../tensors/tf';
import { disposeAll } from '../tensors/tidy';
import { named } from './asked-queries';
import type { AttackedDetector } from './attacked-detector';
import { bestIterates } from './best-iterates';
import { defineAdaptiveAttack } from './define-adaptive-attack';
import { refreshEvery, stepShare } from './parameters';
import { walk } from './walk';

/** What is made alike. */
const matched = ['features', 'map'] as const;

/** Features of a layer this small are compared as they are. */
const tiny = 1e-12;

/**
 * Feature matching (Sabour 2015) in what the detector reads: moves the pooled features of all its layers to those of a guide,
 * an authentic image of the target class, or without target of any other class, or with `map` the whole evolution map. A detector that reads no layer is given the
 * guide's logits. Distances of layers are squared, each in units of the guide's own features, and summed. Steps down the
 * steepest descent of the norm, each projected back.
 */
export const detectorFeatureMatching = defineAdaptiveAttack({
  id: 'detectorFeatureMatching',
  title: 'Feature and map matching',
  summary:
    'Gives an image what the detector reads of an authentic image of another class: then there is nothing left to tell them apart by.',
  source: 'https://arxiv.org/abs/1511.05122',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({
    match: z
      .enum(matched)
      .default('features')
      .meta(onlyAgainst('represent'))
      .describe(
        'What is made alike: the features of the detector’s layers, or its whole map; a detector without a map has its features matched.',
      ),
    norm: ballNorm(),
    epsilon: epsilon(),
    stepShare: stepShare(0.1),
    steps: steps(40).describe('Number of steps towards each guide.'),
    guides: z
      .int()
      .min(1)
      .max(100)
      .default(3)
      .describe('Number of guides that are tried one after the other; of each image the best is kept.'),
    refreshEvery: refreshEvery(),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: async (known, batch, params, context) => {
    const { model, detector } = known;
    const { norm, epsilon, steps, refreshEvery } = params;
    const { guides } = batch;
    if (!guides)
      throw new CoreError('DEGENERATE_DATA', 'guides: expected an authentic image for each row, got none');
    const ball = ballOf(norm, { epsilon, bounds: model.bounds });
    const best = bestIterates(batch.images);
    const read = reader(detector, params.match);
    for (let draw = 0; draw < params.guides; draw++) {
      const wanted = tf.tidy(() => read(model.outputs(guides(draw), detector.layers)));
      const firstStep = draw * (steps + 1);
      const going = { ...known, batch, start: batch.images, steps, refreshEvery, best, firstStep };
      try {
        await walk(going, context, ({ images, batch: { images: center } }) => {
          const { gradient } = model.lossGradient(
            images,
            (outputs) => apart(read(outputs), wanted),
            detector.layers,
          );
          const moved = images.sub(ball.direction(gradient).mul(params.stepShare * epsilon));
          return ball.project(moved, center);
        });
      } finally {
        disposeAll(wanted);
      }
    }
    return best.images();
  },
});

/** What is made alike of what the model says of images: tensors `[n, ...]`. */
function reader(
  { layers, soft: { represent } }: AttackedDetector,
  match: (typeof matched)[number],
): (outputs: ModelOutputs) => Tensor[] {
  return ({ logits, features }) => {
    if (match === 'map' && represent) return [represent(named(layers, features))];
    return features.length > 0 ? [...features] : [logits];
  };
}

/** Squared distances to what is wanted, each in units of its own size, summed: `[n]`. */
function apart(found: readonly Tensor[], wanted: readonly Tensor[]): Tensor {
  return tf.addN(
    found.map((of, at) => {
      const aim = wanted[at] ?? of;
      const axes = of.shape.map((_, axis) => axis).slice(1);
      return of.sub(aim).square().sum(axes).div(aim.square().sum(axes).maximum(tiny));
    }),
  );
}
