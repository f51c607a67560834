import { z } from 'zod';
import { breathe } from '../../context';
import { CoreError } from '../../errors';
import type { Classifier } from '../../models/classifier';
import { batches, sharedBatch } from '../../tensors/batches';
import { checkFinite } from '../../tensors/check-finite';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import { rowsOfLogits, softmax } from './logits';
import { medianFilter, reduceBitDepth } from './squeezers';

const params = z.object({
  bitDepth: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('Bits that a value keeps: 1 for digits, 4 to 5 for photographs.'),
  medianSize: z
    .int()
    .min(1)
    .max(9)
    .default(2)
    .describe('Side of the median filter’s window, in pixels; 1 leaves the filter out.'),
});

const batchSize = 128;

/**
 * The greatest L1 distance, 0 to 2, between the softmax of an input and that of its squeezed forms: values rounded to
 * few bits, and a median filter. What the model says of a natural image hardly changes with either.
 *
 * The defaults are the paper's for MNIST; its third squeezer, non-local means, is left out.
 *
 * @see Xu et al., Feature squeezing: detecting adversarial examples in deep neural networks, NDSS 2018
 */
export const featureSqueezing = defineDetector<typeof params, z.output<typeof params>>({
  id: 'featureSqueezing',
  title: 'Feature squeezing',
  summary:
    'How much the model’s probabilities change when an input loses detail: fewer bits, a median filter.',
  source: 'https://arxiv.org/abs/1704.01155',
  needs: { layers: 'none', training: false, images: true, model: true },
  params,
  fit: async (_, given, context) => {
    await breathe(context);
    return given;
  },
  score: async ({ bitDepth, medianSize }, { queries: { rows, logits, images }, model }, context) => {
    if (!images || !model) throw new CoreError('SHAPE', 'feature squeezing: expected images and the model');
    const scores = new Float32Array(rows);
    const before = rowsOfLogits(logits);
    for (const { first, count } of batches(rows, sharedBatch(batchSize, context))) {
      await breathe(context);
      const values = await images.read(Array.from({ length: count }, (_, at) => first + at));
      const squeezed = [reduceBitDepth(values, { bits: bitDepth, bounds: model.bounds })];
      if (medianSize > 1) squeezed.push(medianFilter(values, { size: medianSize, shape: images.shape }));
      const after = squeezed.map((form) => rowsOfLogits(logitsOf(model, form, count)));
      for (let at = 0; at < count; at++)
        scores[first + at] = squeezingScore(
          softmax(before[first + at] ?? []),
          after.map((form) => softmax(form[at] ?? [])),
        );
      context.onProgress?.({ stage: 'squeeze', done: first + count, total: rows, unit: 'inputs' });
    }
    return { scores };
  },
  state: {
    encode: (state) => ({ arrays: {}, text: { params: JSON.stringify(state) } }),
    decode: ({ text }) => params.parse(JSON.parse(text.params ?? '{}')),
  },
});

/** Greatest L1 distance of probabilities to those of the squeezed forms. */
export function squeezingScore(
  probabilities: ArrayLike<number>,
  squeezed: readonly ArrayLike<number>[],
): number {
  const distances = squeezed.map((form) => {
    let sum = 0;
    for (let at = 0; at < probabilities.length; at++)
      sum += Math.abs((probabilities[at] ?? 0) - (form[at] ?? 0));
    return sum;
  });
  return Math.max(...distances);
}

function logitsOf(model: Classifier, images: Float32Array, count: number) {
  const logits = tf.tidy(() => model.logits(tf.tensor4d(images, [count, ...model.inputShape])));
  const data = Float32Array.from(logits.dataSync());
  logits.dispose();
  checkFinite(data, 'logits of squeezed images', model.classes);
  return { data, dimensions: model.classes };
}
