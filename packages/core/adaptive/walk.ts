import type { Tensor } from '@tensorflow/tfjs';
import type { AttackBatch } from '../attacks/define-attack';
import { breathe, type Context } from '../context';
import { tf } from '../tensors/tf';
import type { BestIterates } from './best-iterates';
import type { Target } from './define-adaptive-attack';
import { lookAt, type Seen } from './look-at';

/** Where a walk stands. */
export interface Here extends Target {
  readonly batch: AttackBatch;
  /** `[n, h, w, c]` */
  readonly images: Tensor;
  readonly seen: Seen;
  /** 1 where the prediction is what the walk itself wants, `[n]`: with targets, the target. */
  readonly arrived: Uint8Array;
}

/** How a walk goes. */
export interface Walk extends Target {
  /** Where it wants to go: the labels that its gradients are of. */
  readonly batch: AttackBatch;
  /** What counts as misclassified; the same batch unless told. */
  readonly judged?: AttackBatch;
  readonly start: Tensor;
  readonly steps: number;
  /** Neighbors are looked up anew at every so manieth step. */
  readonly refreshEvery: number;
  readonly best: BestIterates;
  /** Number that the trace gives the start; 0 unless told. */
  readonly firstStep?: number;
}

/**
 * Steps from the start and offers every point, the start and the last included, to the best iterates. Frees after each step
 * all but the new images.
 *
 * @throws {CancelledError} also within a step, where neighbors are looked up
 */
export async function walk(
  { start, steps, refreshEvery, best, firstStep = 0, ...going }: Walk,
  context: Context,
  step: (here: Here) => Tensor,
): Promise<void> {
  const { model, detector, recorder, batch, judged = batch } = going;
  const target: Target = { model, detector, ...(recorder && { recorder }) };
  const wanted = batch.labels.dataSync();
  let images = start.clone();
  try {
    for (let index = 0; index <= steps; index++) {
      await breathe(context);
      const last = index === steps;
      const refresh = index % refreshEvery === 0;
      const seen = await lookAt(target, images, { judged, refresh, context });
      best.offer({ images, misclassified: seen.misclassified, scores: seen.scores });
      recorder?.({
        step: firstStep + index,
        loss: seen.loss,
        success: best.success.slice(),
        evaded: Uint8Array.from(best.scores, (score) => Number(score <= detector.threshold)),
      });
      if (last) break;
      const before = images;
      const arrived = Uint8Array.from(seen.predicted, (label, row) =>
        Number((label === wanted[row]) === batch.targeted),
      );
      images = tf.tidy(() => step({ ...target, batch, images: before, seen, arrived }));
      before.dispose();
    }
  } finally {
    images.dispose();
  }
}
