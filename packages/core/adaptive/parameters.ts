import { z } from 'zod';
import { positiveShare } from '../attacks/parameters';
import { softForms } from '../detectors/differentiable-score';
import { onlyAgainst } from '../method';

/** Length of a step as a share of epsilon, so that one number suits every budget. */
export const stepShare = (share: number) =>
  positiveShare().default(share).describe('Length of one step, as a share of epsilon.');

/** How often a score by neighbors looks them up again. */
export const refreshEvery = () =>
  z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .meta(onlyAgainst('refresh'))
    .describe('Steps after which what the score looks up, such as neighbors, is looked up again.');

/** Which soft form of a score by neighbors is attacked. */
export const neighborForm = () =>
  z
    .enum(softForms)
    .default('matching')
    .meta(onlyAgainst('softForms'))
    .describe(
      'What gradients of a score by neighbors go through: its own weights where they have a gradient, else softmax (matching); weights of 1 / squared distance, softmax of squared distances, or the hinge on the distance to the k-th neighbor, whatever its weights. Others ignore it.',
    );
