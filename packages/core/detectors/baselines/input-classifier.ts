import { z } from 'zod';
import { CoreError } from '../../errors';
import { learningRate } from '../../learning-rate';
import { tf } from '../../tensors/tf';
import { defineDetector } from '../define-detector';
import { inputLogits, inputNetworkParts } from './input-network';
import { stateArray } from './layered-regression';
import { networkScores, trainInputNetwork, weightTensors } from './train-input-network';

const params = z.object({
  epochs: z.int().min(1).max(1000).default(3).describe('Epochs of as many draws as there are training rows.'),
  batchSize: z.int().min(1).max(4096).default(128).describe('Images in one training step.'),
  learningRate: learningRate(2e-3),
});

const described = z.object({
  channels: z.int(),
  bestEpoch: z.int(),
  validationMacroAuc: z.number(),
});

/** A fitted network on images. */
interface State extends z.output<typeof described> {
  readonly weights: readonly Float32Array[];
}

/**
 * A small convolutional network that was trained to tell attacked from authentic by the image alone; it never meets the
 * model. Among the baselines so that its noise control is seen: it tells changed images from unchanged ones, and random
 * noise is flagged with the attacks.
 *
 * @see Gong et al., Adversarial and clean data are not twins, 2017, for the same idea
 */
export const inputClassifier = defineDetector<typeof params, State>({
  id: 'inputClassifier',
  title: 'Input classifier',
  summary:
    'A small network trained on attacks that sees the image alone: it finds changed images, noise among them.',
  source: 'https://arxiv.org/abs/1704.04960',
  needs: { layers: 'none', training: true, images: true },
  params,
  fit: async ({ train, validation, keeper }, given, context) => {
    if (!train || !validation)
      throw new CoreError('DEGENERATE_DATA', 'input classifier: expected training and validation rows');
    const training = { ...given, sampling: 'group' as const };
    const trained = await trainInputNetwork({ train, validation }, { training, context, keeper });
    return { channels: train.images?.shape[2] ?? 0, ...trained };
  },
  score: async ({ weights, channels }, { queries: { images, rows } }, context) => {
    if (images?.shape[2] !== channels)
      throw new CoreError(
        'SHAPE',
        `images: expected ${channels} channels, got ${images?.shape[2] ?? 'no images'}`,
      );
    return { scores: await networkScores(weights, { images, rows, context }) };
  },
  // Logits: they order inputs as their probability does, which has no slope where it is near 0 or 1.
  differentiable: ({ weights, channels }) => {
    const held = weightTensors(weights, channels);
    return {
      layers: [],
      refresh: async () => {},
      scores: ({ images }) => inputLogits(held, images),
      dispose: () => tf.dispose(held),
    };
  },
  state: {
    encode: ({ weights, ...rest }) => ({
      arrays: Object.fromEntries(
        inputNetworkParts(rest.channels).map(({ name, shape }, at) => [
          name,
          { data: weights[at] ?? new Float32Array(0), shape },
        ]),
      ),
      text: { state: JSON.stringify(rest) },
    }),
    decode: (encoded) => {
      const rest = described.parse(JSON.parse(encoded.text.state ?? '{}'));
      const weights = inputNetworkParts(rest.channels).map(({ name }) => stateArray(encoded, name).data);
      return { ...rest, weights };
    },
  },
});
