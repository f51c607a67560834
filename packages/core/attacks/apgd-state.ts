import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import type { ActiveRows } from './iterate-active';
import { chooseRows } from './verdict';

/** Tensors of a climb: points `[n, h, w, c]`, and for each image `[n]` numbers. */
export interface ApgdState {
  readonly [name: string]: Tensor;
  readonly towards: Tensor;
  readonly previous: Tensor;
  readonly stepLength: Tensor;
  /** Highest point so far, its loss and gradient. */
  readonly peak: Tensor;
  readonly peakLoss: Tensor;
  readonly peakGradient: Tensor;
  /** Best point so far: success first, then loss. */
  readonly kept: Tensor;
  readonly keptLoss: Tensor;
  readonly keptSuccess: Tensor;
  /** Since the last checkpoint. */
  readonly climbs: Tensor;
  readonly lastLoss: Tensor;
  readonly peakLossThen: Tensor;
  readonly halvedThen: Tensor;
}

/** The state at a start `[n, h, w, c]`, before anything was found. Of the caller. */
export function firstState(
  start: Tensor,
  { epsilon, towards }: { epsilon: number; towards: Tensor },
): ApgdState {
  const each = (value: number) => tf.fill([start.shape[0] ?? 0], value);
  return {
    towards,
    previous: start.clone(),
    stepLength: each(2 * epsilon),
    peak: start.clone(),
    peakLoss: each(Number.NEGATIVE_INFINITY),
    peakGradient: tf.zerosLike(start),
    kept: start.clone(),
    keptLoss: each(Number.NEGATIVE_INFINITY),
    keptSuccess: each(-1),
    climbs: each(0),
    lastLoss: each(Number.POSITIVE_INFINITY),
    peakLossThen: each(Number.NEGATIVE_INFINITY),
    halvedThen: each(0),
  };
}

/** The state with what was found at `images`. */
export function remember(
  { images, state }: ActiveRows<ApgdState>,
  { loss, gradient, success }: { loss: Tensor; gradient: Tensor; success: Tensor },
): ApgdState {
  const higher = loss.greater(state.peakLoss);
  const better = success
    .greater(state.keptSuccess)
    .logicalOr(success.equal(state.keptSuccess).logicalAnd(loss.greater(state.keptLoss)));
  return {
    ...state,
    peak: chooseRows(higher, images, state.peak),
    peakLoss: tf.where(higher, loss, state.peakLoss),
    peakGradient: chooseRows(higher, gradient, state.peakGradient),
    kept: chooseRows(better, images, state.kept),
    keptLoss: tf.where(better, loss, state.keptLoss),
    keptSuccess: tf.where(better, success, state.keptSuccess),
    climbs: state.climbs.add(loss.greater(state.lastLoss).toFloat()),
    lastLoss: loss,
  };
}

/** At a checkpoint: images that got stuck go back to their highest point, and on from there with half the step. */
export function checkpoint(
  state: ApgdState,
  { images, gradient, interval, rho }: { images: Tensor; gradient: Tensor; interval: number; rho: number },
): { images: Tensor; gradient: Tensor; state: ApgdState } {
  const swings = state.climbs.less(rho * interval);
  const stands = state.halvedThen.equal(0).logicalAnd(state.peakLoss.equal(state.peakLossThen));
  const halve = interval === 0 ? tf.zerosLike(swings) : swings.logicalOr(stands);
  return {
    images: chooseRows(halve, state.peak, images),
    gradient: chooseRows(halve, state.peakGradient, gradient),
    state: {
      ...state,
      stepLength: tf.where(halve, state.stepLength.div(2), state.stepLength),
      lastLoss: tf.where(halve, state.peakLoss, state.lastLoss),
      climbs: tf.zerosLike(state.climbs),
      peakLossThen: state.peakLoss,
      halvedThen: halve.toFloat(),
    },
  };
}
