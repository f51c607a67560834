import type { Tensor } from '@tensorflow/tfjs';
import { breathe, type Context } from '../context';
import { tf } from '../tensors/tf';
import { disposeAll, tidy } from '../tensors/tidy';
import type { AttackBatch, AttackedModel } from './define-attack';

/** Tensors that an attack carries from step to step, the first axis of each being the images: `[n, ...]`. */
export type RowState = Readonly<Record<string, Tensor>>;

/** The images that an attack still works on. */
export interface ActiveRows<State extends RowState> {
  /** Counts its queries for these images only. */
  readonly model: AttackedModel;
  /** Clean images, labels and row numbers of these images. */
  readonly batch: AttackBatch;
  /** Where they are now, `[n, h, w, c]`. */
  readonly images: Tensor;
  readonly state: State;
  /** Number of the step, from 0. */
  readonly index: number;
}

/** Where a step leaves the images that it was given. */
export interface StepResult<State extends RowState> {
  readonly images: Tensor;
  readonly state: State;
  /** Not zero where an image is done, `[n]`: it leaves the batch as it is in `images`. */
  readonly finished: Tensor;
}

/**
 * Applies `step` to images until all are finished or `steps` are done. Images that are finished leave the batch and cost
 * nothing more. Frees after each step everything but the new images and state; `start` and `state` stay the caller's.
 *
 * @returns the images in the order of `batch`, `[n, h, w, c]`
 * @throws {CancelledError}
 */
export async function iterateActive<State extends RowState>(
  {
    model,
    batch,
    start,
    state,
    steps,
  }: {
    model: AttackedModel;
    batch: AttackBatch;
    start: Tensor;
    state: State;
    steps: number;
  },
  context: Context,
  step: (active: ActiveRows<State>) => StepResult<State>,
): Promise<Tensor> {
  const width = start.size / batch.rows.length;
  const result = new Float32Array(start.size);
  /** Places in `batch` of the images that are still active. */
  let places = Int32Array.from(batch.rows, (_, place) => place);
  let active = copyOf({ clean: batch.images, labels: batch.labels, images: start, state });
  const keepResult = (values: Float32Array, at: number, place: number) =>
    result.set(values.subarray(at * width, (at + 1) * width), place * width);
  try {
    for (let index = 0; index < steps && places.length > 0; index++) {
      await breathe(context);
      const rows = places.map((place) => batch.rows[place] ?? 0);
      const before = active;
      const next = tidy(() =>
        step({
          model: model.forRows(rows),
          batch: { images: before.clean, labels: before.labels, targeted: batch.targeted, rows },
          images: before.images,
          state: before.state,
          index,
        }),
      );
      const finished = next.finished.dataSync();
      active = copyOf({ clean: before.clean, labels: before.labels, images: next.images, state: next.state });
      disposeAll(before, next);
      if (!finished.some(Boolean)) continue;
      const values = active.images.dataSync() as Float32Array; // images are floats
      places.forEach((place, at) => {
        if (finished[at]) keepResult(values, at, place);
      });
      const left = places.map((_, at) => at).filter((at) => !finished[at]);
      places = left.map((at) => places[at] ?? 0);
      if (left.length === 0) break;
      const all = active;
      active = gatherRows(all, left);
      disposeAll(all);
    }
    const values = active.images.dataSync() as Float32Array; // images are floats
    places.forEach((place, at) => {
      keepResult(values, at, place);
    });
    return tf.tensor(result, start.shape);
  } finally {
    disposeAll(active);
  }
}

interface Held<State extends RowState> {
  readonly clean: Tensor;
  readonly labels: Tensor;
  readonly images: Tensor;
  readonly state: State;
}

/** A step may hand on a tensor that it was given: handles of our own make every owner dispose its own. */
function copyOf<State extends RowState>(held: Held<State>): Held<State> {
  return mapTensors(held, (tensor) => tensor.clone());
}

function gatherRows<State extends RowState>(held: Held<State>, rows: Int32Array): Held<State> {
  return tidy(() => {
    const at = tf.tensor1d(rows, 'int32');
    return mapTensors(held, (tensor) => tensor.gather(at));
  });
}

function mapTensors<State extends RowState>(
  { clean, labels, images, state }: Held<State>,
  change: (tensor: Tensor) => Tensor,
): Held<State> {
  const changed = Object.entries(state).map(([name, tensor]) => [name, change(tensor)] as const);
  return {
    clean: change(clean),
    labels: change(labels),
    images: change(images),
    state: Object.fromEntries(changed) as unknown as State, // the same names
  };
}
