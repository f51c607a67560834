import type { z } from 'zod';
import type { Attack } from '../attacks/define-attack';
import type { Classifier } from '../models/classifier';
import { batchSizeFor } from '../tensors/batches';
import type { AttackedDetector } from './attacked-detector';
import type { AdaptiveAttack } from './define-adaptive-attack';
import type { StepRecorder } from './step-trace';

/**
 * An attack on a classifier and its detector as a plain attack: `runAttack` then owns bounds, clipping, success, counting and
 * memory as for any other. Success is the classifier's; whether the detector lets an image pass is another question.
 */
export function againstDetector<Params extends z.ZodObject>(
  attack: AdaptiveAttack<Params>,
  detector: AttackedDetector,
  recorder?: StepRecorder,
): Attack<Params> {
  return {
    ...attack,
    perturb: async (model, batch, params, context) => {
      try {
        return await attack.perturb(
          { model, detector, ...(recorder && { recorder }) },
          batch,
          params,
          context,
        );
      } finally {
        detector.soft.forget?.();
      }
    },
  };
}

/** Most images of a batch: progress and cancellation are by batch. */
const mostImages = 64;

/** Largest batch whose gradients through classifier and detector stay within the budget of memory. */
export function adaptiveBatchSize(
  { layers }: Pick<Classifier, 'layers'>,
  { soft }: Pick<AttackedDetector, 'soft'>,
): number {
  const activations = layers.reduce(
    (sum, { outputShape }) => sum + outputShape.reduce((product, size) => product * size, 1),
    0,
  );
  return Math.min(mostImages, batchSizeFor(activations + (soft.valuesPerInput ?? 0)));
}
