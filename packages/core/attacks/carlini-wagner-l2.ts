import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { learningRate } from '../learning-rate';
import { tf } from '../tensors/tf';
import { nextConstant, unbounded } from './constant-search';
import { defineAttack } from './define-attack';
import { type ActiveRows, iterateActive, type StepResult } from './iterate-active';
import { initialConstant, margin, searches, steps, target, targetClass } from './parameters';
import { perImage } from './row-norms';
import { clearMargin, successMargin } from './success-margin';
import { descend, tanhStart } from './tanh-descent';

/** Progress, looked for ten times a search, is an objective below this share of the lowest so far. */
const progressShare = 0.9999;
/** Looks without progress that end a search: with 1 Adam's first overshoot ends many (mean L2 of 50 digits 0.35 % larger). */
const patience = 2;

const params = z.object({
  searches: searches(5),
  steps: steps(100).describe('Steps of each search.'),
  learningRate: learningRate(0.1, { most: 10 }).describe('Step size of Adam, in tanh space.'),
  initialConstant: initialConstant().default(1).describe('First weight of misclassification against size.'),
  confidence: margin().default(0).describe('Margin in logits by which an image has to succeed (kappa).'),
  abortEarly: z.boolean().default(true).describe('End the search of an image that makes no progress.'),
  target: target(),
  targetClass: targetClass(),
});

/** Of each image: where it is in tanh space, Adam's moments, and where its search for the constant stands. */
type State = Readonly<
  Record<
    | 'point'
    | 'mean'
    | 'square'
    | 'best'
    | 'constant'
    | 'low'
    | 'high'
    | 'step'
    | 'found'
    | 'lowest'
    | 'idle'
    | 'left',
    Tensor
  >
>;

/**
 * Carlini and Wagner's L2 attack: minimizes `constant * max(confidence - margin, 0) + |x - clean|^2` by Adam in tanh space,
 * where the bounds cannot be left, and searches for the constant by image: tenfold until an iterate succeeds, then halfway
 * (the objective of their code and of Foolbox; torchattacks has no search). Returns of all iterates with the margin the
 * one nearest the clean image, and the clean image where there is none. Unlike in either code each image ends its search
 * by itself when it makes no progress, and starts its next one at once. The defaults are for few searches
 * and steps, where those of the authors do not suffice: values at the bounds lie at 7 in tanh space, out of reach of 100 steps
 * of 0.01 (success on 50 digits 66 %, with 0.1 100 %), and a first constant of 0.001 leaves few searches to refine (mean L2
 * 1.494, from 1 1.464). An image that is classified as wanted stays as it is.
 */
export const carliniWagnerL2 = defineAttack({
  id: 'carliniWagnerL2',
  title: 'Carlini-Wagner L2',
  summary:
    'Optimizes size and misclassification together, with a search for their balance. Slow, and hard to detect.',
  source: 'https://arxiv.org/abs/1608.04644',
  norm: 'L2',
  goal: 'minimal-norm',
  params,
  perturb: async (model, batch, params, context) => {
    const { images } = batch;
    const state: State = tf.tidy(() => ({
      ...startOfSearch(images, model.bounds),
      ...constants(images.shape[0] ?? 0, params),
    }));
    try {
      const total = params.steps * params.searches;
      return await iterateActive({ model, batch, start: images, state, steps: total }, context, (active) =>
        step(active, params),
      );
    } finally {
      tf.dispose(state);
    }
  },
});

function constants(rows: number, { initialConstant, searches }: z.output<typeof params>) {
  return {
    best: tf.fill([rows], unbounded),
    constant: tf.fill([rows], initialConstant),
    low: tf.zeros([rows]),
    high: tf.fill([rows], unbounded),
    left: tf.fill([rows], searches),
  };
}

function startOfSearch(images: Tensor, bounds: readonly [number, number]) {
  const rows = images.shape[0] ?? 0;
  return {
    ...tanhStart(images, bounds),
    found: tf.zeros([rows]),
    lowest: tf.fill([rows], unbounded),
    idle: tf.zeros([rows]),
  };
}

function step(
  { model, batch, images, state, index }: ActiveRows<State>,
  given: z.output<typeof params>,
): StepResult<State> {
  const [low, high] = model.bounds;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const tanh = state.point.tanh();
  const x = tanh.mul(half).add(middle);
  const { loss, logits, gradient } = model.lossGradient(x, (outputs) =>
    successMargin(outputs.logits, batch).mul(-1).add(given.confidence).relu(),
  );
  const { squaredAway, size, ...moved } = descend(state, {
    tanh,
    clean: batch.images,
    gradient,
    constant: state.constant,
    bounds: model.bounds,
    learningRate: given.learningRate,
  });
  const objective = loss.mul(state.constant).add(squaredAway);
  const success = successMargin(logits, batch).greater(Math.max(given.confidence, clearMargin));
  // What was as wanted from the start is left alone.
  const atOnce = index === 0 ? success : tf.zerosLike(success);
  const better = success.logicalAnd(size.less(state.best)).logicalAnd(atOnce.logicalNot());
  const check = state.step.mod(Math.ceil(given.steps / 10)).equal(0);
  const gained = objective.less(state.lowest.mul(progressShare));
  const idle = tf.where(check, tf.where(gained, tf.zerosLike(state.idle), state.idle.add(1)), state.idle);
  const stuck = idle.greaterEqual(given.abortEarly ? patience : unbounded);
  // A number, not a truth value: `where` over truth values writes beyond its memory on WebAssembly (TensorFlow.js 4.22).
  const found = state.found.maximum(success.toFloat());
  const going: State = {
    ...moved,
    best: tf.where(better, size, state.best),
    found,
    lowest: tf.where(check, objective.minimum(state.lowest), state.lowest),
    idle,
    constant: state.constant,
    low: state.low,
    high: state.high,
    left: state.left,
  };
  const ends = stuck.logicalOr(moved.step.greaterEqual(given.steps));
  // In most steps no search ends: asking costs less than choosing between two states.
  const next = ends.dataSync().some(Boolean)
    ? nextSearch(going, { ends, images: batch.images, bounds: model.bounds })
    : going;
  return {
    images: tf.where(perImage(better, x), x, images),
    state: next,
    finished: next.left.lessEqual(0).logicalOr(atOnce),
  };
}

/** The state of the images whose search ends is that of the start of the next one. */
function nextSearch(
  state: State,
  { ends, images, bounds }: { ends: Tensor; images: Tensor; bounds: readonly [number, number] },
): State {
  const fresh = startOfSearch(images, bounds);
  const wide = perImage(ends, images);
  const constant = nextConstant(state);
  return {
    point: tf.where(wide, fresh.point, state.point),
    mean: tf.where(wide, fresh.mean, state.mean),
    square: tf.where(wide, fresh.square, state.square),
    step: tf.where(ends, fresh.step, state.step),
    found: tf.where(ends, fresh.found, state.found),
    lowest: tf.where(ends, fresh.lowest, state.lowest),
    idle: tf.where(ends, fresh.idle, state.idle),
    best: state.best,
    constant: tf.where(ends, constant.constant, state.constant),
    low: tf.where(ends, constant.low, state.low),
    high: tf.where(ends, constant.high, state.high),
    left: state.left.sub(ends.toFloat()),
  };
}
