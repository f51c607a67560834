import { z } from 'zod';
import { CoreError } from '../errors';
import { layerName } from '../method';
import { projectLinf } from '../tensors/projections';
import { tf } from '../tensors/tf';
import { disposeAll, tidy } from '../tensors/tidy';
import { type AttackBatch, type AttackedModel, defineAttack, type Loss } from './define-attack';
import { iterateActive } from './iterate-active';
import { epsilon, stepSize, steps, target, targetClass } from './parameters';

/**
 * Feature matching (Sabour 2015): moves the pooled features of one layer (a map averaged over space, as detectors read
 * it, not the raw output) to those of a guide: an authentic image of the target class, or without target of any other
 * class, drawn from the images under attack. Sabour minimizes the distance by L-BFGS within the Linf ball; ours takes
 * signed-gradient steps down its square, each projected back, from the image itself, and gives back the last point.
 */
export const featureMatching = defineAttack({
  id: 'featureMatching',
  title: 'Feature matching',
  summary:
    "Gives an image the features of an image of another class, so that a layer's neighbors are that class.",
  source: 'https://arxiv.org/abs/1511.05122',
  norm: 'Linf',
  goal: 'fixed-budget',
  params: z.object({
    layer: layerName().default('conv4').describe('Layer whose pooled features are matched.'),
    epsilon: epsilon(),
    stepSize: stepSize(),
    steps: steps(50),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: async (model, batch, { layer, epsilon, stepSize, steps }, context) => {
    const state = { wanted: guideFeatures(model, batch, layer) };
    try {
      const setting = { model, batch, start: batch.images, state, steps };
      return await iterateActive(setting, context, ({ model, batch, images, state }) => {
        const apart: Loss = ({ features }) => (features[0] ?? state.wanted).sub(state.wanted).square().sum(1);
        const { gradient } = model.lossGradient(images, apart, [layer]);
        const moved = images.sub(gradient.sign().mul(stepSize));
        return {
          images: projectLinf(moved, { center: batch.images, epsilon, bounds: model.bounds }),
          state,
          finished: tf.zeros([batch.rows.length]),
        };
      });
    } finally {
      disposeAll(state);
    }
  },
});

/** Features `[n, d]` of each image's guide; one forward query. */
function guideFeatures(model: AttackedModel, { guides }: AttackBatch, layer: string): tf.Tensor {
  if (!guides)
    throw new CoreError('DEGENERATE_DATA', 'guides: expected an authentic image for each row, got none');
  const { features } = tidy(() => {
    const outputs = model.outputs(guides(), [layer]);
    return { features: outputs.features };
  });
  const [wanted] = features;
  if (!wanted) throw new Error(`layer: expected features of ${layer}, got none`);
  return wanted;
}
