import { z } from 'zod';
import { breathe } from '../../context';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import { logSumExp, rowsOfLogits } from './logits';

const params = z.object({
  temperature: z
    .number()
    .min(1e-6)
    .max(1000)
    .default(1)
    .describe('Divides the logits: the higher, the more classes count.'),
});

/**
 * The free energy of the logits z, `-T ln sum exp(z / T)`: higher where no class has much evidence.
 *
 * @see Liu et al., Energy-based out-of-distribution detection, NeurIPS 2020
 */
export const energy = defineDetector<typeof params, z.output<typeof params>>({
  id: 'energy',
  title: 'Energy',
  summary: 'How little evidence the logits hold for any class at all.',
  source: 'https://arxiv.org/abs/2010.03759',
  needs: { layers: 'none', training: false },
  params,
  fit: async (_, given) => given,
  score: async ({ temperature }, { queries }, context) => {
    await breathe(context);
    const scores = Float32Array.from(
      rowsOfLogits(queries.logits),
      (logits) => -temperature * logSumExp(logits.map((value) => value / temperature)),
    );
    return { scores };
  },
  differentiable: ({ temperature }) => ({
    layers: [],
    refresh: async () => {},
    scores: ({ logits }) => tf.tidy(() => logits.div(temperature).logSumExp(1).mul(-temperature)),
    dispose: () => {},
  }),
  state: {
    encode: (state) => ({ arrays: {}, text: { params: JSON.stringify(state) } }),
    decode: ({ text }) => params.parse(JSON.parse(text.params ?? '{}')),
  },
});
