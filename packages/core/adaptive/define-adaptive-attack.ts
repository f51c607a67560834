import type { Tensor } from '@tensorflow/tfjs';
import type { z } from 'zod';
import type { Attack, AttackBatch, AttackedModel } from '../attacks/define-attack';
import type { Context } from '../context';
import type { AttackedDetector } from './attacked-detector';
import type { StepRecorder } from './step-trace';

/** What an attacker who knows a detector has: the classifier, the detector, and somebody who takes notes. */
export interface Target {
  readonly model: AttackedModel;
  readonly detector: AttackedDetector;
  /** Told of every iterate, where a trace is wanted. */
  readonly recorder?: StepRecorder;
}

/**
 * An attack that is given the detector, too: it wants images that the classifier misses and the detector lets pass. Of every
 * image it gives back the misclassified iterate with the lowest exact score, and the last one where none is misclassified.
 */
export interface AdaptiveAttack<Params extends z.ZodObject = z.ZodObject>
  extends Omit<Attack<Params>, 'perturb'> {
  /** Perturbed images `[n, h, w, c]`, as those of a plain attack: `againstDetector` makes it one. */
  readonly perturb: (
    target: Target,
    batch: AttackBatch,
    params: z.output<Params>,
    context: Context,
  ) => Promise<Tensor>;
}

/** Declares an attack on a classifier and its detector: one file, and one line in `adaptive/index.ts`. */
export function defineAdaptiveAttack<Params extends z.ZodObject>(
  attack: Omit<AdaptiveAttack<Params>, 'control' | 'needs'>,
): AdaptiveAttack<Params> {
  return { control: false, needs: 'gradients', ...attack };
}
