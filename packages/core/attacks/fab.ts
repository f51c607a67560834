import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { z } from 'zod';
import { breathe, type Context } from '../context';
import { onlyWith } from '../method';
import { randomRows, splitSeed } from '../tensors/random';
import { tf } from '../tensors/tf';
import { unbounded } from './constant-search';
import { type AttackBatch, type AttackedModel, defineAttack } from './define-attack';
import { boundaryStep } from './fab-step';
import { type ActiveRows, iterateActive, type StepResult } from './iterate-active';
import { type Boundary, likeliestOthers, nearestBoundary } from './nearest-boundary';
import { candidates, norm, steps, target, targetClass } from './parameters';
import { perImage, rowNorms } from './row-norms';
import { clearMargin, successMargin } from './success-margin';

const params = z.object({
  norm: norm(),
  steps: steps(100),
  restarts: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('Number of starts: the first at the image, others at random around it.'),
  // With a target, the boundary is that of its class.
  candidates: candidates().meta(onlyWith('target', 'none')),
  alphaMax: z.number().min(0).max(1).default(0.1).describe('Largest share of the clean image in a step.'),
  eta: z.number().min(1).max(2).default(1.05).describe('Factor by which a step overshoots the boundary.'),
  beta: z.number().min(0).max(1).default(0.9).describe('Share of the way that is kept after a success.'),
  target: target(),
  targetClass: targetClass(),
});

/** Of each image: the nearest success so far and its size, where it is now, its candidate classes, whether it is done. */
type State = Readonly<Record<'point' | 'size' | 'others' | 'done', Tensor>>;

/**
 * Fast adaptive boundary attack: each step projects the iterate and the clean image onto the nearest linearized boundary
 * within the box, exactly (twice the margin of a clear success beyond it), and goes to a mixture of the two that is biased
 * to the clean image; after a success it goes back a tenth of the way. As in AutoAttack's code, with its defaults and
 * without the final search of the paper. Departures: boundaries of the likeliest `candidates` classes only, all of them
 * where there are ten; random starts lie within half the smallest perturbation found so far (AutoAttack: also within its
 * epsilon) in a normal direction. Targeted means that the target is
 * predicted, and the boundary is the one between it and the likeliest other class (AutoAttack's "targeted" FAB takes the
 * boundary between label and target but is content with any wrong class). Returns the nearest success of all iterates,
 * and the clean image where there is none; an image that is classified as wanted stays as it is.
 */
export const fab = defineAttack({
  id: 'fab',
  title: 'Fast adaptive boundary attack',
  summary:
    'Walks along the decision boundary towards the clean image. Smallest perturbations of all, without a step size.',
  source: 'https://arxiv.org/abs/1907.02044',
  norm: 'L2',
  goal: 'minimal-norm',
  params,
  perturb: async (model, batch, params, context) => {
    let best = batch.images.clone();
    try {
      for (let round = 0; round < params.restarts; round++) {
        await breathe(context);
        const next = await fromStart(model, batch, { params, context, best, round });
        best.dispose();
        best = next;
      }
      return best;
    } catch (error) {
      best.dispose();
      throw error;
    }
  },
});

interface Round {
  readonly params: z.output<typeof params>;
  readonly context: Context;
  /** The nearest successes so far; the clean image where there is none. */
  readonly best: Tensor;
  readonly round: number;
}

async function fromStart(
  model: AttackedModel,
  batch: AttackBatch,
  { params, context, best, round }: Round,
): Promise<Tensor> {
  const seed = splitSeed(context.seed, 'fab', round);
  const state: State = tf.tidy(() => {
    const logits = model.logits(batch.images) as Tensor2D; // [n, classes]
    const found = rowNorms(best.sub(batch.images), params.norm);
    const size = tf.where(found.greater(0), found, unbounded);
    return {
      point: round === 0 ? batch.images.clone() : startNear(batch, { model, size, norm: params.norm, seed }),
      size,
      others: likeliestOthers(logits, batch.labels, params.candidates),
      done: successMargin(logits, batch).greater(0),
    };
  });
  try {
    return await iterateActive({ model, batch, start: best, state, steps: params.steps }, context, (active) =>
      step(active, params),
    );
  } finally {
    tf.dispose(state);
  }
}

/** A point in a random direction, half as far away as the nearest success `[n, 1, 1, 1]`, at most half the range. */
function startNear(
  { images, rows }: AttackBatch,
  { model, size, norm, seed }: { model: AttackedModel; size: Tensor; norm: 'L2' | 'Linf'; seed: number },
): Tensor {
  const [low, high] = model.bounds;
  const values = randomRows({ seed, rows, width: images.size / rows.length }, (random) => random.normal());
  const noise = tf.tensor(values, images.shape);
  const reach = size.minimum(high - low).div(2);
  return images.add(noise.div(rowNorms(noise, norm)).mul(reach)).clipByValue(low, high);
}

function step(
  { model, batch, images, state, index }: ActiveRows<State>,
  given: z.output<typeof params>,
): StepResult<State> {
  const { point, others, done, size } = state;
  const boundary: Boundary = batch.targeted
    ? targetBoundary(model, point, batch)
    : nearestBoundary(model, { images: point, labels: batch.labels, candidates: others }, given.norm);
  // An iterate that comes to rest on the boundary itself is no clear success, and would stay there for good.
  const beyond = { ...boundary, margin: boundary.margin.sub(2 * clearMargin) };
  const moved = boundaryStep(
    { clean: batch.images, point, boundary: beyond },
    { ...given, bounds: model.bounds },
  );
  const logits = model.logits(moved) as Tensor2D; // [n, classes]
  const success = successMargin(logits, batch).greater(clearMargin).reshape(size.shape);
  const now = rowNorms(moved.sub(batch.images), given.norm);
  const better = success.logicalAnd(now.less(size)).logicalAnd(done.reshape(size.shape).logicalNot());
  const back = batch.images.add(moved.sub(batch.images).mul(given.beta));
  return {
    images: tf.where(better, moved, images),
    state: { point: tf.where(success, back, moved), size: tf.where(better, now, size), others, done },
    finished: index + 1 === given.steps ? tf.onesLike(done) : done,
  };
}

/** The boundary between each image's target and the class that is the likeliest of all others. */
function targetBoundary(model: AttackedModel, point: Tensor, batch: AttackBatch): Boundary {
  const { loss, gradient } = model.lossGradient(point, ({ logits }) => successMargin(logits, batch));
  return { margin: perImage(loss, point), gradient };
}
