import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Context } from '../context';
import { tf } from '../tensors/tf';
import { disposeAll } from '../tensors/tidy';
import { type ApgdState, checkpoint, firstState, remember } from './apgd-state';
import type { Ball } from './ball';
import type { AttackBatch, AttackedModel, LossGradient } from './define-attack';
import { type ActiveRows, iterateActive } from './iterate-active';
import { ballNorm, earlyStop, epsilon, restarts, steps, target, targetClass } from './parameters';
import { perImage } from './row-norms';
import { chooseRows, succeeded } from './verdict';

/** Parameters that both forms of APGD have. */
export const apgdParams = z.object({
  epsilon: epsilon(),
  norm: ballNorm(),
  steps: steps(100),
  rho: z
    .number()
    .min(0)
    .max(1)
    .default(0.75)
    .describe('Share of the steps between two checkpoints that must climb, or the step is halved.'),
  restarts: restarts(),
  earlyStop: earlyStop(),
  target: target(),
  targetClass: targetClass(),
});

/** What APGD climbs: a loss of each image `[n]`, higher where the attack is nearer. */
export interface Objective {
  /** With the gradient: one forward and one backward query. `towards` `[n]` names a class of each image's own. */
  readonly slope: (model: AttackedModel, images: Tensor, batch: AttackBatch, towards: Tensor) => LossGradient;
  /** From logits alone. */
  readonly height: (logits: Tensor, batch: AttackBatch, towards: Tensor) => Tensor;
}

/** Share of the last move that is kept: the new step counts for the rest. */
const momentum = 0.25;

/**
 * Auto-PGD (Croce & Hein 2020, algorithm 1): steps of twice epsilon at first, with momentum; at each checkpoint, images
 * that climbed in less than a share `rho` of the steps, or neither found a higher point nor had their step halved since
 * the checkpoint before, go back to their highest point with half the step. As the paper has it, checkpoints are rounded
 * up and the share is strict; the authors' code rounds down and takes equality, too. The start is uniform in the ball.
 * Asks for `steps` gradients and one look at the last point. Given back is the best point: success first, then loss.
 */
export async function apgd(
  {
    model,
    batch,
    start,
    towards = batch.labels,
    ball,
    objective,
    params: { epsilon, steps, rho, earlyStop },
  }: {
    model: AttackedModel;
    batch: AttackBatch;
    start: Tensor;
    towards?: Tensor;
    ball: Ball;
    objective: Objective;
    params: Pick<z.output<typeof apgdParams>, 'epsilon' | 'steps' | 'rho' | 'earlyStop'>;
  },
  context: Context,
): Promise<Tensor> {
  const since = stepsSinceCheckpoint(steps);
  const state = firstState(start, { epsilon, towards });
  try {
    // One more time than there are steps: the last only looks where the images came.
    return await iterateActive({ model, batch, start, state, steps: steps + 1 }, context, (active) => {
      const { batch, images, index } = active;
      const last = index === steps;
      const look = last
        ? withoutGradient(active, objective)
        : objective.slope(active.model, images, batch, active.state.towards);
      const success = succeeded(look.logits, batch).toFloat();
      const remembered = remember(active, { ...look, success });
      if (last) return { images: remembered.kept, state: remembered, finished: tf.onesLike(success) };
      const interval = since.get(index);
      const {
        images: from,
        gradient,
        state,
      } = interval === undefined
        ? { images, gradient: look.gradient, state: remembered }
        : checkpoint(remembered, { images, gradient: look.gradient, interval, rho });
      const moved = move({ images: from, gradient, state, first: index === 0, center: batch.images }, ball);
      const finished = earlyStop ? success : tf.zerosLike(success);
      return {
        images: chooseRows(finished.greater(0), state.kept, moved),
        state: { ...state, previous: images },
        finished,
      };
    });
  } finally {
    disposeAll({ ...state, towards: [] });
  }
}

/** Steps since the checkpoint before, by the number of the step at which there is one; the start counts as one. */
function stepsSinceCheckpoint(steps: number): Map<number, number> {
  const since = new Map([[0, 0]]);
  // In hundredths: the shares of the paper as whole numbers, or 0.41 + 0.16 would be rounded up to one step more.
  for (let [at, gap, before] = [22, 22, 0]; at < 100; gap = Math.max(gap - 3, 6), at += gap) {
    const place = Math.ceil((at * steps) / 100);
    if (place > before) since.set(place, place - before);
    before = place;
  }
  return since;
}

function withoutGradient({ model, batch, images, state }: ActiveRows<ApgdState>, { height }: Objective) {
  const logits = model.logits(images);
  return { logits, loss: height(logits, batch, state.towards), gradient: state.peakGradient };
}

function move(
  {
    images,
    gradient,
    state,
    first,
    center,
  }: { images: Tensor; gradient: Tensor; state: ApgdState; first: boolean; center: Tensor },
  ball: Ball,
): Tensor {
  const step = ball.direction(gradient).mul(perImage(state.stepLength, images));
  const plain = ball.project(images.add(step), center);
  if (first) return plain;
  const kept = images.sub(state.previous).mul(momentum);
  return ball.project(images.add(plain.sub(images).mul(1 - momentum)).add(kept), center);
}
