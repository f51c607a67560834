import { z } from 'zod';
import { breathe, type Context } from '../context';
import { seededRandom, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import {
  type Decide,
  decisionsOf,
  distance,
  type Guess,
  halvingsFor,
  towardsClean,
  type Walk,
} from './decision-walk';
import { type AttackBatch, defineAttack } from './define-attack';
import { queries, target, targetClass } from './parameters';

/** Random images that are tried as a start before authentic ones of another class are, and how many of these. */
const startTries = 20;
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

type Bounds = readonly [number, number];

/** Gives walks a success to start from. @returns those that have one and are not at their goal */
async function findStarts(
  walks: readonly Walk[],
  {
    batch,
    bounds: [low, high],
    decide,
    context,
  }: { batch: AttackBatch; bounds: Bounds; decide: Decide; context: Context },
): Promise<Walk[]> {
  const tryPoints = (guesses: readonly Guess[]) => {
    const able = guesses.filter(({ walk }) => walk.left > 0);
    decide(able).forEach((success, at) => {
      const { walk, point } = able[at] ?? {};
      if (success && walk && point) walk.at = point;
    });
  };
  await breathe(context);
  tryPoints(walks.map((walk) => ({ walk, point: walk.clean })));
  const started = walks.filter(({ at }) => !at);
  const open = () => started.filter(({ at }) => !at);
  for (let draw = 0; draw < startTries && !batch.targeted && open().length > 0; draw++) {
    await breathe(context);
    tryPoints(
      open().map((walk) => ({
        walk,
        point: walk.clean.map(() => low + (high - low) * walk.random.uniform()),
      })),
    );
  }
  const places = new Map(walks.map((walk, place) => [walk, place]));
  for (let draw = 0; draw < startTries && batch.guides && open().length > 0; draw++) {
    await breathe(context);
    const guides = batch.guides(draw);
    const values = guides.dataSync() as Float32Array; // images are floats
    guides.dispose();
    tryPoints(
      open().map((walk) => {
        const first = (places.get(walk) ?? 0) * walk.clean.length;
        return { walk, point: values.slice(first, first + walk.clean.length) };
      }),
    );
  }
  return started.filter(({ at }) => at);
}

/**
 * Normal of the boundary at each walk, of length 1, pointing to where successes are: the mean of random unit vectors with
 * their decisions as signs, less the mean decision, which takes variance away (equation 16 of the paper).
 */
async function estimateNormals(
  walks: readonly Walk[],
  {
    round,
    samples,
    reserve,
    bounds,
    decide,
    context,
  }: {
    round: number;
    samples: number;
    reserve: number;
    bounds: Bounds;
    decide: Decide;
    context: Context;
  },
): Promise<Float32Array[]> {
  const estimates = walks.map((walk) => ({
    walk,
    samples: Math.min(samples, walk.left - reserve),
    radius:
      round === 1
        ? 0.1 * (bounds[1] - bounds[0])
        : distance(walk.at ?? walk.clean, walk.clean) / walk.clean.length,
    signed: new Float32Array(walk.clean.length),
    plain: new Float32Array(walk.clean.length),
    signs: 0,
  }));
  // Samples of the same walk in one go where there are few walks: the model is asked about many points at once.
  const atOnce = Math.max(1, Math.floor(128 / walks.length));
  for (let first = 0; first < samples; first += atOnce) {
    await breathe(context);
    const guesses = estimates.flatMap((estimate) =>
      Array.from({ length: Math.min(atOnce, estimate.samples - first) }, () => ({
        estimate,
        walk: estimate.walk,
        point: nearby(estimate.walk, estimate.radius, bounds),
      })),
    );
    decide(guesses).forEach((success, at) => {
      const guess = guesses[at];
      if (!guess) return;
      const { estimate, point, walk } = guess;
      const decision = success ? 1 : -1;
      estimate.signs += decision;
      point.forEach((value, place) => {
        // What clipping left of the vector.
        const part = (value - (walk.at?.[place] ?? 0)) / estimate.radius;
        estimate.signed[place] = (estimate.signed[place] ?? 0) + decision * part;
        estimate.plain[place] = (estimate.plain[place] ?? 0) + part;
      });
    });
  }
  return estimates.map(({ signed, plain, signs, samples: count }) => {
    const mean = signs / count;
    // Decisions that are all alike leave nothing after their mean is taken away.
    const normal = Math.abs(mean) === 1 ? signed : signed.map((value, at) => value - mean * (plain[at] ?? 0));
    const length = Math.sqrt(normal.reduce((sum, value) => sum + value * value, 0)) + 1e-12;
    return normal.map((value) => value / length);
  });
}

/** A random point on the sphere of this radius around where a walk is, clipped into the bounds. */
function nearby({ at, clean, random }: Walk, radius: number, [low, high]: Bounds): Float32Array {
  const vector = clean.map(() => random.normal());
  const scale = radius / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value, place) => Math.min(high, Math.max(low, (at?.[place] ?? 0) + scale * value)));
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
