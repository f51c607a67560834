import type { Tensor } from '@tensorflow/tfjs';
import type { Context } from '../context';
import { breathe } from '../context';
import { tf } from '../tensors/tf';
import type { AttackBatch, AttackedModel } from './define-attack';
import { type SomeRows, withRows } from './some-rows';
import { attackLoss, succeeded } from './verdict';

/**
 * The best of several tries for each image: success first, then the higher cross-entropy with the class to leave (the
 * lower one with the target), then the earlier try. Judging costs one forward query a try, and nothing when there is one
 * try only. With `earlyStop`, images for which a try succeeded are left out of those that follow.
 *
 * @returns images `[n, h, w, c]`
 * @throws {CancelledError}
 */
export async function bestOf(
  {
    model,
    batch,
    tries,
    earlyStop,
  }: { model: AttackedModel; batch: AttackBatch; tries: number; earlyStop: boolean },
  context: Context,
  attempt: (some: SomeRows, index: number) => Promise<Tensor>,
): Promise<Tensor> {
  const all = batch.rows.map((_, place) => place);
  if (tries === 1) return attempt({ model, batch, places: all }, 0);
  const best = emptyBest(batch);
  for (let index = 0; index < tries; index++) {
    await breathe(context);
    const places = earlyStop ? all.filter((place) => best.success[place] !== 1) : all;
    if (places.length === 0) break;
    await withRows({ model, batch }, places, async (some) => {
      const images = await attempt(some, index);
      keepBetter(best, some, images);
      images.dispose();
    });
  }
  return tf.tensor(best.images, batch.images.shape);
}

interface Best {
  readonly images: Float32Array;
  readonly success: Float32Array;
  readonly loss: Float32Array;
}

function emptyBest({ images, rows }: AttackBatch): Best {
  return {
    images: new Float32Array(images.size),
    success: new Float32Array(rows.length).fill(-1),
    loss: new Float32Array(rows.length).fill(Number.NEGATIVE_INFINITY),
  };
}

function keepBetter(best: Best, { model, batch, places }: SomeRows, images: Tensor): void {
  const [success, loss] = tf.tidy(() => {
    const logits = model.logits(images);
    return [succeeded(logits, batch), attackLoss(logits, batch)].map((column) => column.dataSync());
  }) as unknown as [ArrayLike<number>, ArrayLike<number>]; // tidy passes plain arrays through
  const values = images.dataSync();
  const width = images.size / places.length;
  places.forEach((place, at) => {
    const [won, height] = [Number(success[at]), loss[at] ?? Number.NaN];
    const [wonBefore, heightBefore] = [best.success[place] ?? -1, best.loss[place] ?? 0];
    if (won < wonBefore || (won === wonBefore && !(height > heightBefore))) return;
    best.success[place] = won;
    best.loss[place] = height;
    best.images.set(values.subarray(at * width, (at + 1) * width), place * width);
  });
}
