import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensors/tf';
import type { AttackBatch, AttackedModel } from './define-attack';

/** Part of a batch as a batch of its own, with the model that counts for it. */
export interface SomeRows {
  readonly model: AttackedModel;
  readonly batch: AttackBatch;
  /** Places of its images in the batch that it was taken from. */
  readonly places: Int32Array;
}

/**
 * Lends the images at `places` of a batch as a batch of their own, which is freed when `use` is done. Guides, which are
 * drawn for whole batches, go with them.
 */
export async function withRows<T>(
  { model, batch }: Pick<SomeRows, 'model' | 'batch'>,
  places: Int32Array,
  use: (some: SomeRows) => Promise<T>,
): Promise<T> {
  if (places.length === batch.rows.length) return use({ model, batch, places });
  const at = tf.tensor1d(places, 'int32');
  const held = [at, batch.images.gather(at), batch.labels.gather(at)] as const;
  const [, images, labels] = held;
  const rows = places.map((place) => batch.rows[place] ?? 0);
  const { guides } = batch;
  const some = {
    images,
    labels,
    targeted: batch.targeted,
    rows,
    ...(guides && { guides: (draw?: number) => gathered(guides(draw), places) }),
  };
  try {
    return await use({ model: model.forRows(rows), batch: some, places });
  } finally {
    tf.dispose([...held]);
  }
}

function gathered(all: Tensor, places: Int32Array): Tensor {
  const some = tf.tidy(() => all.gather(tf.tensor1d(places, 'int32')));
  all.dispose();
  return some;
}
