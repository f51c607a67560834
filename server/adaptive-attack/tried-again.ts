import {
  evasionTrial,
  largeBudget,
  moreSteps,
  type SanityCheck,
  type TriedAttack,
} from '@fiducial/core/adaptive';
import type { Context } from '@fiducial/core/context';
import { parseParameters } from '@fiducial/core/method';
import type { ImageArray } from '@fiducial/core/models';

/** The images from a row on that sanity checks attack once more, with the parameters of the run. */
interface TrialImages {
  readonly images: ImageArray;
  readonly labels: Int32Array;
  readonly from: number;
  readonly params: object;
  /** The largest budget of the run; null for an attack that looks for the smallest perturbation. */
  readonly largest: number | null;
  readonly context: Context;
}

/**
 * The sanity checks that attack a few images once more: with a budget that reaches every image, and with half of the steps
 * beside all of them at the largest budget of the run. Judged by what the attacker knows.
 */
export async function triedAgain(
  tried: TriedAttack,
  { images, labels, from, params, largest, context }: TrialImages,
): Promise<SanityCheck[]> {
  const attacked = (changed: object) =>
    evasionTrial(tried, { images, labels, from, context, params: { ...params, ...changed } });
  const at = (epsilon: number | null) => (epsilon === null ? {} : { epsilon });
  const widest = largest === null ? null : widestBudget(tried, { images, params });
  const limitless = await attacked(at(widest));
  const steps = stepsOf(tried, { ...params, ...at(largest) });
  const all = await attacked(at(largest));
  const fewer = Math.floor(steps / 2);
  const half = fewer > 0 ? await attacked({ ...at(largest), steps: fewer }) : null;
  return [
    moreSteps({ ...all, steps }, half && { ...half, steps: fewer }),
    largeBudget({ ...limitless, epsilon: widest }),
  ];
}

/** Radius of a ball that half of the range of every value fits in, in the norm of the attack. */
function widestBudget(
  { model }: TriedAttack,
  { images, params }: Pick<TrialImages, 'images' | 'params'>,
): number {
  const [low, high] = model.bounds;
  const values = images.shape.reduce((product, size) => product * size, 1);
  const isL2 = 'norm' in params && params.norm === 'L2';
  return ((high - low) * (isL2 ? Math.sqrt(values) : 1)) / 2;
}

/** Steps of the attack with these parameters. */
function stepsOf({ method }: TriedAttack, params: object): number {
  const { steps } = parseParameters(method, params) as { steps?: unknown }; // every attack of its own parameters
  return typeof steps === 'number' ? steps : 1;
}
