import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Context } from '../context';
import type { Queries } from './queries';

/**
 * What stands for a score by neighbors, whose hard weights have no useful gradient: `matching` its own weights where they
 * have an exact gradient, else `softmax`; or one of the three whatever the weights.
 */
export const softForms = ['matching', 'distance', 'softmax', 'hinge'] as const;
/** One of `softForms`. */
export type SoftForm = (typeof softForms)[number];

/**
 * What soft scores differ in that an attacker can choose about: whether `refresh` looks something up, whether there are
 * several `softForms`, whether there is something to `represent`.
 */
export const softTraits = ['refresh', 'softForms', 'represent'] as const;
/** One of `softTraits`. */
export type SoftTrait = (typeof softTraits)[number];

/**
 * A fitted detector's score as a function that gradients go through, for attackers who know it. Where the exact score
 * has no useful gradient it is a soft form of it: the verdict is always the exact score's.
 */
export interface DifferentiableScore {
  /** Layers whose features `scores` reads. */
  readonly layers: readonly string[];
  /** Looks up anew what a gradient step holds fixed, such as each input's neighbors: `[n]` inputs in their order. */
  readonly refresh: (queries: Queries, context: Context) => Promise<void>;
  /** Soft scores `[n]`, higher for more likely adversarial, of the inputs that were last refreshed; `[n, d]` a layer. */
  readonly scores: (inputs: {
    readonly features: ReadonlyMap<string, Tensor2D>;
    /** `[n, classes]`. */
    readonly logits: Tensor2D;
    /** `[n, h, w, c]`. */
    readonly images: Tensor;
  }) => Tensor;
  /** Frees what the last refresh looked up, where that holds anything: the next one looks it up again. */
  readonly forget?: () => void;
  /** Values that it holds for each input and that its gradient makes, where they are many: bounds a batch. */
  readonly valuesPerInput?: number;
  /** What its last part reads of features, `[n, ...]`, such as the whole evolution map; differentiable. */
  readonly represent?: (features: ReadonlyMap<string, Tensor2D>) => Tensor;
  /** Frees what it holds on the backend. */
  readonly dispose: () => void;
}
