import { z } from 'zod';
import { breathe } from '../context';
import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import {
  type Bounds,
  type Decide,
  decisionsOf,
  distance,
  halvingsFor,
  towardsClean,
  type Walk,
} from './decision-walk';
import { type AttackBatch, defineAttack } from './define-attack';
import { estimateNormals } from './estimate-normals';
import { findStarts } from './find-starts';
import { queries, target, targetClass } from './parameters';

/** Times that a step is halved before a walk stays where it is for this round. */
const stepTries = 20;
/** Points in one estimate of the gradient, at most, as published. */
const mostSamples = 10_000;

/**
 * HopSkipJump (Chen 2020), L2: from a success, again and again to the boundary (bisection towards the clean image),
 * along an estimate of the boundary's normal there (from decisions at random points), by a step that is halved until it
 * is a success. Uses nothing of the model but the predicted class. Untargeted walks start at uniform noise; where 20 draws
 * fail, and with a target always, at an authentic image of another, or of the target, class: the first of 20 drawn that
 * is a success. An image that is a success as it is stays; one for which no start is found, too. Given back is the success
 * nearest to the clean image.
 */
export const hopSkipJump = defineAttack({
  id: 'hopSkipJump',
  title: 'HopSkipJump',
  summary: 'Walks along the decision boundary. Sees the predicted class only: works on any classifier.',
  source: 'https://arxiv.org/abs/1904.02144',
  norm: 'L2',
  goal: 'minimal-norm',
  needs: 'queries',
  params: z.object({
    queries: queries(),
    initialSamples: z
      .int()
      .min(2)
      .max(mostSamples)
      .default(100)
      .describe('Random points in the first estimate of a gradient; round t takes sqrt(t) times as many.'),
    target: target(),
    targetClass: targetClass(),
  }),
  perturb: async (model, batch, params, context) => {
    const shape = batch.images.shape.slice(1);
    const decide = decisionsOf(model, { shape, targeted: batch.targeted });
    const walks = walksOf(batch, params.queries, splitSeed(context.seed, 'hopSkipJump'));
    let active = await findStarts(walks, { batch, bounds: model.bounds, decide, context });
    const halvings = halvingsFor(batch.images.size / batch.rows.length);
    towardsClean(active, halvings, decide);
    // What a round needs beside its samples: the bisection, and some halvings of the step.
    const reserve = halvings + stepTries / 2;
    for (let round = 1; ; round++) {
      active = active.filter(({ left }) => left >= reserve + 2);
      if (active.length === 0) break;
      await breathe(context);
      const samples = Math.min(mostSamples, Math.floor(params.initialSamples * Math.sqrt(round)));
      const normals = await estimateNormals(active, {
        round,
        samples,
        reserve,
        bounds: model.bounds,
        decide,
        context,
      });
      hop(active, normals, { round, bounds: model.bounds, decide });
      towardsClean(active, halvings, decide);
    }
    return tf.tidy(() => tf.stack(walks.map(({ best, clean }) => tf.tensor(best ?? clean, shape))));
  },
});

function walksOf({ images, labels, rows }: AttackBatch, left: number, seed: number): Walk[] {
  const [values, truth] = [images.dataSync() as Float32Array, labels.dataSync()]; // images are floats
  const width = values.length / rows.length;
  return Array.from(rows, (row, at) => {
    const clean = values.slice(at * width, (at + 1) * width);
    return {
      row,
      label: truth[at] ?? 0,
      clean,
      random: seededRandom(splitSeed(seed, row)),
      at: null,
      best: null,
      left,
    };
  });
}

/** Moves each walk along its normal, by a step that starts at distance / sqrt(round) and is halved until it succeeds. */
function hop(
  walks: readonly Walk[],
  normals: readonly Float32Array[],
  { round, bounds: [low, high], decide }: { round: number; bounds: Bounds; decide: Decide },
): void {
  let open = walks.map((walk, place) => ({
    walk,
    from: walk.at ?? walk.clean,
    normal: normals[place],
    step: distance(walk.at ?? walk.clean, walk.clean) / Math.sqrt(round),
  }));
  for (let attempt = 0; attempt < stepTries; attempt++) {
    open = open.filter(({ walk }) => walk.left > 0);
    if (open.length === 0) break;
    const guesses = open.map(({ walk, from, normal, step }) => ({
      walk,
      point: from.map((value, at) => Math.min(high, Math.max(low, value + step * (normal?.[at] ?? 0)))),
    }));
    const successes = decide(guesses);
    open = open.filter((hopping, at) => {
      if (successes[at]) hopping.walk.at = guesses[at]?.point ?? hopping.from;
      else hopping.step /= 2;
      return !successes[at];
    });
  }
}
