import type { Tensor } from '@tensorflow/tfjs';
import type { z } from 'zod';
import type { Context } from '../context';
import type { Method } from '../method';
import type { Classifier } from '../models/classifier';

/** The norm that a method bounds or minimizes. */
export type Norm = 'L0' | 'L1' | 'L2' | 'Linf';

/** A batch under attack: images `[n, h, w, c]` in the model's bounds. */
export interface AttackBatch {
  readonly images: Tensor;
  /** Class indices `[n]` (int32): the classes to leave, or with `targeted` those to reach. */
  readonly labels: Tensor;
  readonly targeted: boolean;
  /** Row of the whole set at which this batch starts: random draws are seeded by row, not by batch. */
  readonly firstRow: number;
}

/** The model as an attack may use it: every call is counted, per row. */
export interface AttackedModel {
  readonly bounds: Classifier['bounds'];
  readonly classes: number;
  /** `[n, h, w, c]` to logits `[n, classes]`; one forward query per row. */
  logits(images: Tensor): Tensor;
  /**
   * Gradient `[n, h, w, c]` of the summed cross-entropy with respect to the images, pointing to where an attack wants to
   * go: up the loss of the true class, or down that of the target. One forward and one backward query per row.
   */
  attackGradient(images: Tensor, batch: AttackBatch): Tensor;
}

/** A way to perturb images so that a model misclassifies them, or (`control`) so that it should not. */
export interface Attack<Params extends z.ZodObject = z.ZodObject> extends Method<Params> {
  readonly norm: Norm;
  /** Stay within `epsilon`, or find the smallest perturbation. */
  readonly goal: 'fixed-budget' | 'minimal-norm';
  /** A control is no attack: a detector must not flag it. */
  readonly control: boolean;
  /** Perturbed images `[n, h, w, c]`; `runAttack` clips, counts and judges them. */
  readonly perturb: (
    model: AttackedModel,
    batch: AttackBatch,
    params: z.output<Params>,
    context: Context,
  ) => Promise<Tensor>;
}

/** Declares an attack: one file, and one line in `attacks/index.ts`. */
export function defineAttack<Params extends z.ZodObject>(
  attack: Omit<Attack<Params>, 'control'> & { readonly control?: boolean },
): Attack<Params> {
  return { control: false, ...attack };
}
