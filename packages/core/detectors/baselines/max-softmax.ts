import { z } from 'zod';
import { breathe } from '../../context';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import { greatestAt, logSumExp, rowsOfLogits } from './logits';

/**
 * One minus the softmax probability of the predicted class. Summed over the other classes, in double precision: one
 * minus a rounded probability would be 0 for every input that the model is sure of, and they would all tie.
 *
 * @see Hendrycks and Gimpel, A baseline for detecting misclassified and out-of-distribution examples, ICLR 2017
 */
export const maxSoftmax = defineDetector({
  id: 'maxSoftmax',
  title: 'Maximum softmax',
  summary: 'How unsure the model is: one minus the probability that it gives to its own prediction.',
  source: 'https://arxiv.org/abs/1610.02136',
  needs: { layers: 'none', training: false },
  params: z.object({}),
  fit: async () => null,
  score: async (_, { queries }, context) => {
    await breathe(context);
    return {
      scores: Float32Array.from(rowsOfLogits(queries.logits), (logits) =>
        Math.exp(logSumExp(logits, greatestAt(logits)) - logSumExp(logits)),
      ),
    };
  },
  // The logarithm of the score: it orders inputs alike, and has a slope also where the model is sure.
  differentiable: () => ({
    layers: [],
    refresh: async () => {},
    scores: ({ logits }) =>
      tf.tidy(() => {
        const others = logits.sub(tf.oneHot(logits.argMax(1), logits.shape[1]).mul(1e9));
        return others.logSumExp(1).sub(logits.logSumExp(1));
      }),
    dispose: () => {},
  }),
  state: { encode: () => ({ arrays: {}, text: {} }), decode: () => null },
});
