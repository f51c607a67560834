import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { breathe } from '../context';
import { parseParameters } from '../method';
import { tf } from '../tensors/tf';
import { apgdCe } from './apgd-ce';
import { apgdDlr } from './apgd-dlr';
import { type Attack, defineAttack } from './define-attack';
import { fab } from './fab';
import { checkRatioClasses } from './logit-ratio';
import { ballNorm, epsilon, queries, steps } from './parameters';
import { rowNorms } from './row-norms';
import { type SomeRows, withRows } from './some-rows';
import { square } from './square';
import { succeeded } from './verdict';

/** One attack of an ensemble, with the parameters that it gets. */
export interface Member {
  readonly attack: Attack;
  readonly parameters: Record<string, unknown>;
}

const params = z.object({
  epsilon: epsilon(),
  norm: ballNorm(),
  steps: steps(100).describe('Number of steps of each gradient attack and try.'),
  queries: queries().describe('Most queries of Square, the last attack, for one image.'),
  targetClasses: z
    .int()
    .min(1)
    .max(999)
    .default(9)
    .describe(
      'Number of wrong classes that the targeted attacks are led towards; at most as many as there are.',
    ),
});

/**
 * The standard ensemble for a model of so many classes. A ratio of logits towards a class needs 4 of them: with 3, APGD
 * climbs the ratio without a class (as the paper's first version does).
 */
function standardEnsemble(
  { epsilon, norm, steps, queries, targetClasses }: z.output<typeof params>,
  classes: number,
): Member[] {
  const shared = { epsilon, norm };
  const led = classes < 4 ? 0 : targetClasses;
  const gradient = { ...shared, steps, earlyStop: true };
  return [
    { attack: apgdCe as Attack, parameters: gradient }, // a registry holds them so, too
    { attack: apgdDlr as Attack, parameters: { ...gradient, targetClasses: led } },
    { attack: fab as Attack, parameters: { norm, steps, candidates: targetClasses + 1 } },
    { attack: square as Attack, parameters: { ...shared, queries } },
  ];
}

/**
 * AutoAttack (Croce & Hein 2020), standard and untargeted: one attack after another, each on the images that still hold
 * out; images that are misclassified as they are stay as they are. FAB looks for the smallest perturbation: it counts when
 * it lies within epsilon. Ours walks towards the nearest of all boundaries with the likeliest `targetClasses` classes at
 * once, theirs towards one after another. Looking who holds out costs one forward query before
 * the first attack and one after each. Within an attack images leave as soon as they succeed.
 */
export const autoAttack = defineAttack({
  id: 'autoAttack',
  title: 'AutoAttack',
  summary: 'APGD with two losses, FAB and Square in turn, each on what still holds out. The benchmark.',
  source: 'https://arxiv.org/abs/2003.01690',
  norm: 'Linf',
  goal: 'fixed-budget',
  params,
  perturb: async (model, batch, given, context) => {
    checkRatioClasses(model, false);
    const result = Float32Array.from(batch.images.dataSync());
    let open = batch.rows.map((_, place) => place);
    const look = (some: SomeRows, images: Tensor) => {
      const done = successesWithin(some, images, given);
      keepRows(result, some.places, { images, done });
      return some.places.filter((_, at) => !done[at]);
    };
    open = look({ model, batch, places: open }, batch.images);
    for (const { attack, parameters } of standardEnsemble(given, model.classes)) {
      if (open.length === 0) break;
      await breathe(context);
      open = await withRows({ model, batch }, open, async (some) => {
        const images = await attack.perturb(
          some.model,
          some.batch,
          parseParameters(attack, parameters),
          context,
        );
        try {
          return look(some, images);
        } finally {
          images.dispose();
        }
      });
    }
    return tf.tensor(result, batch.images.shape);
  },
});

/** Slack of single precision: an image value near 2 is rounded by up to 1.2e-7. */
const rounding = 3e-7;

/** Not zero where an image is a success and, as only an attack without budget may not be, within the ball. */
function successesWithin(
  { model, batch }: SomeRows,
  images: Tensor,
  { epsilon, norm }: Pick<z.output<typeof params>, 'epsilon' | 'norm'>,
): ArrayLike<number> {
  const done = tf.tidy(() => {
    const clipped = images.clipByValue(...model.bounds);
    const within = rowNorms(clipped.sub(batch.images), norm)
      .flatten()
      .lessEqual(epsilon + rounding);
    return succeeded(model.logits(clipped), batch).logicalAnd(within);
  });
  const values = done.dataSync();
  done.dispose();
  return values;
}

function keepRows(
  result: Float32Array,
  places: Int32Array,
  { images, done }: { images: Tensor; done: ArrayLike<number> },
): void {
  const values = images.dataSync();
  const width = values.length / places.length;
  places.forEach((place, at) => {
    if (done[at]) result.set(values.subarray(at * width, (at + 1) * width), place * width);
  });
}
