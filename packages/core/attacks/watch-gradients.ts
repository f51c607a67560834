import type { Tensor } from '@tensorflow/tfjs';
import type { z } from 'zod';
import { tf } from '../tensors/tf';
import type { Attack, AttackedModel } from './define-attack';

/** What was seen of the first gradient of each row. */
export interface GradientWatch {
  /** Rows for which a gradient was asked. */
  rows: number;
  /** Those whose first gradient was exactly zero in every value. */
  zero: number;
}

/**
 * The same attack, noting for each row whether the first gradient that it gets is exactly zero: it then has no direction, as
 * when the softmax is saturated. Costs one small sum a batch. Nothing is noted for an attack that asks for no gradient, or
 * takes it from the model by another way than `attackGradient`, `crossEntropy`, `lossGradient` and `slopes`.
 */
export function watchGradients<Params extends z.ZodObject>(
  attack: Attack<Params>,
  watch: GradientWatch,
): Attack<Params> {
  return {
    ...attack,
    perturb: (model, batch, params, context) =>
      attack.perturb(watched(model, batch.rows, { seen: new Set(), watch }), batch, params, context),
  };
}

interface Watching {
  /** Rows whose first gradient was looked at. */
  readonly seen: Set<number>;
  readonly watch: GradientWatch;
}

function watched(model: AttackedModel, rows: Int32Array, watching: Watching): AttackedModel {
  const note = (gradient: Tensor) => {
    if (rows.every((row) => watching.seen.has(row))) return;
    const largest = tf.tidy(() => gradient.abs().reshape([rows.length, -1]).max(1));
    const sizes = largest.dataSync();
    largest.dispose();
    rows.forEach((row, at) => {
      if (watching.seen.has(row)) return;
      watching.seen.add(row);
      watching.watch.rows++;
      if (sizes[at] === 0) watching.watch.zero++;
    });
  };
  return {
    ...model,
    attackGradient: (images, batch) => {
      const gradient = model.attackGradient(images, batch);
      note(gradient);
      return gradient;
    },
    crossEntropy: (images, labels) => {
      const found = model.crossEntropy(images, labels);
      note(found.gradient);
      return found;
    },
    lossGradient: (images, loss, ...reads) => {
      const found = model.lossGradient(images, loss, ...reads);
      note(found.gradient);
      return found;
    },
    slopes: (images) => {
      const slope = model.slopes(images);
      return (direction) => {
        const found = slope(direction);
        note(found.gradient);
        return found;
      };
    },
    forRows: (some) => watched(model.forRows(some), some, watching),
  };
}
