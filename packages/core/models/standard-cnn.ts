import { z } from 'zod';
import { CoreError } from '../errors';
import { learningRate } from '../learning-rate';
import type { Method } from '../method';
import { tf } from '../tensors/tf';
import { drawUniformWeights } from './uniform-weights';

const params = z.object({
  epochs: z.int().min(1).max(100).default(3).describe('Passes over the training images.'),
  learningRate: learningRate(1e-3),
  batchSize: z.int().min(1).max(4096).default(128).describe('Images in one training step.'),
});

/** A classifier that Fiducial can train by itself. */
export interface Architecture extends Method<typeof params> {
  /** Layers whose activations are kept, in forward order. */
  readonly taps: readonly string[];
  /** Values of all activations of one image, and weights: known without building it. */
  readonly sizes: (
    inputShape: readonly [number, number, number],
    classes: number,
  ) => { readonly activations: number; readonly weights: number };
  readonly build: (
    inputShape: readonly [number, number, number],
    classes: number,
    seed: number,
  ) => tf.LayersModel;
}

/** Four convolutions without padding and two poolings leave one pixel of it. */
const leastSize = 16;

/** conv32-conv32-pool-conv64-conv64-pool-fc200-fc200: 3x3 convolutions without padding, ReLU, logits at the end. */
export const standardCnn: Architecture = {
  id: 'standardCnn',
  title: 'Standard CNN',
  summary: 'Two pairs of convolutions, two dense layers of 200 units: the network of the small test bed.',
  source: 'https://arxiv.org/abs/1912.02918',
  params,
  taps: ['conv2', 'conv3', 'conv4', 'fc1', 'fc2'],
  sizes: ([height, width, channels], classes) => {
    const half = (size: number) => Math.max(0, Math.floor(size / 2));
    const [h, w] = [half(height - 4), half(width - 4)];
    const flat = half(h - 4) * half(w - 4) * 64;
    return {
      activations:
        ((height - 2) * (width - 2) + (height - 4) * (width - 4) + h * w) * 32 +
        ((h - 2) * (w - 2) + (h - 4) * (w - 4)) * 64 +
        2 * flat +
        2 * 200 +
        classes,
      weights:
        (9 * channels + 1) * 32 +
        (9 * 32 + 1) * 32 +
        (9 * 32 + 1) * 64 +
        (9 * 64 + 1) * 64 +
        (flat + 1) * 200 +
        (200 + 1) * 200 +
        (200 + 1) * classes,
    };
  },
  build: (inputShape, classes, seed) => {
    const [height, width] = inputShape;
    if (Math.min(height, width) < leastSize)
      throw new CoreError(
        'SHAPE',
        `images: expected at least ${leastSize}x${leastSize} pixels, got ${height}x${width}`,
      );
    const conv = (name: string, filters: number) =>
      tf.layers.conv2d({
        name,
        filters,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: 'zeros',
        ...(name === 'conv1' ? { inputShape: [...inputShape] } : {}),
      });
    const dense = (name: string, units: number, activation: 'relu' | 'linear') =>
      tf.layers.dense({ name, units, activation, kernelInitializer: 'zeros' });
    const model = tf.sequential({
      layers: [
        conv('conv1', 32),
        conv('conv2', 32),
        tf.layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
        conv('conv3', 64),
        conv('conv4', 64),
        tf.layers.maxPooling2d({ name: 'pool2', poolSize: 2 }),
        tf.layers.flatten({ name: 'flatten' }),
        dense('fc1', 200, 'relu'),
        dense('fc2', 200, 'relu'),
        dense('logits', classes, 'linear'),
      ],
    });
    drawUniformWeights(model, seed);
    return model;
  },
};

/** All classifiers that can be trained here. */
export const architectures: readonly Architecture[] = [standardCnn];
