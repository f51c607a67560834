import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
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
  /** Row of the whole set that each image is, `[n]`: random draws are seeded by row, and queries counted by it. */
  readonly rows: Int32Array;
  /**
   * Draws one authentic image of another class (with targets, of the target class) for each row, `[n, h, w, c]`, which
   * belongs to the caller. Another number of the draw gives other images. `runAttack` supplies it.
   */
  readonly guides?: (draw?: number) => Tensor;
}

/** What a loss may look at: logits `[n, classes]`, and the pooled features `[n, d]` of the layers asked for, in that order. */
export interface ModelOutputs {
  readonly logits: Tensor2D;
  readonly features: readonly Tensor2D[];
}

/** A differentiable loss of each image, `[n]`, from what the model says of the images `[n, h, w, c]`. */
export type Loss = (outputs: ModelOutputs, images: Tensor) => Tensor;

/** What the gradient of a loss goes through: what the model says alone, or the images themselves, too. */
export type LossReads = 'outputs' | 'images';

/** A loss of each image `[n]`, the outputs it was computed from, and the gradient `[n, h, w, c]` of its sum. */
export interface LossGradient extends ModelOutputs {
  readonly loss: Tensor;
  readonly gradient: Tensor;
}

/** The model as an attack may use it: every call is counted, per row. Every tensor it returns belongs to the caller. */
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
  /** Cross-entropy with classes `labels` `[n]` (int32); one forward and one backward query per row. No features. */
  crossEntropy(images: Tensor, labels: Tensor): LossGradient;
  /** Logits and pooled features of the named layers in one forward query per row. */
  outputs(images: Tensor, taps: readonly string[]): ModelOutputs;
  /** A loss of one's own with its gradient; one forward and one backward query per row. */
  lossGradient(images: Tensor, loss: Loss, taps?: readonly string[], reads?: LossReads): LossGradient;
  /**
   * The logits' sums weighted by a direction `[n, classes]`, with their gradients, for as many directions as one likes. To be
   * used within `tidy`, which frees what is kept between them. Each direction counts as one forward and one backward query
   * per row, though a compiled model makes the forward pass once for all.
   */
  slopes(images: Tensor): (direction: Tensor) => LossGradient;
  /** The same model for some rows of the whole set only: what is asked of it counts for those. */
  forRows(rows: Int32Array): AttackedModel;
}

/** A way to perturb images so that a model misclassifies them, or (`control`) so that it should not. */
export interface Attack<Params extends z.ZodObject = z.ZodObject> extends Method<Params> {
  /** Of the method with its defaults; one with a parameter `norm` goes by that: see `normOf`. */
  readonly norm: Norm;
  /** Stay within `epsilon`, or find the smallest perturbation. */
  readonly goal: 'fixed-budget' | 'minimal-norm';
  /** A control is no attack: a detector must not flag it. */
  readonly control: boolean;
  /**
   * What it asks of the model: `gradients`, or `queries`, which is what the model says of images, or nothing at all. Only
   * the latter run on models that have no gradients.
   */
  readonly needs: 'gradients' | 'queries';
  /** Perturbed images `[n, h, w, c]`; `runAttack` clips, counts and judges them. */
  readonly perturb: (
    model: AttackedModel,
    batch: AttackBatch,
    params: z.output<Params>,
    context: Context,
  ) => Promise<Tensor>;
}

/** Declares an attack: one file, and one line in `attacks/index.ts`. It is no control and needs gradients unless it says so. */
export function defineAttack<Params extends z.ZodObject>(
  attack: Omit<Attack<Params>, 'control' | 'needs'> & Partial<Pick<Attack<Params>, 'control' | 'needs'>>,
): Attack<Params> {
  return { control: false, needs: 'gradients', ...attack };
}

/** The norm that an attack bounds or minimizes under the given parameters: the shared parameter `norm`, where it has one. */
export function normOf({ norm }: Pick<Attack, 'norm'>, params: object): Norm {
  return 'norm' in params ? (params.norm as Norm) : norm; // its schema allows norms only
}
