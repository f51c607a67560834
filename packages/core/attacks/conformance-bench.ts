import type { Context } from '../context';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import type { CompileNetwork } from '../models/compiled-graph';
import type { ImageArray } from '../models/images';
import { layersClassifier } from '../models/layers-classifier';
import { drawUniformWeights } from '../models/uniform-weights';
import { seededRandom } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { Attack } from './define-attack';
import { type AttackedRows, runAttack } from './run-attack';

/** Number of images under attack. */
export const rows = 7;
/** Of an image. */
export const shape: [number, number, number] = [6, 6, 2];
/** Bounds that are not [0, 1], where an attack that assumes them would show. */
export const bounds: [number, number] = [-1, 2];
/** Values of one image. */
export const width = shape[0] * shape[1] * shape[2];

let compile: CompileNetwork | undefined;

/** From now on, the networks of the checks run as graphs made by `compiler`: the checks hold for both ways to run them. */
export function checkWithGraphs(compiler: CompileNetwork): void {
  compile = compiler;
}

/** Small budgets would leave a random network's predictions alone, large counts take long; the rest are defaults. */
const given: Readonly<Record<string, unknown>> = {
  epsilon: 0.25,
  stepSize: 0.06,
  steps: 10,
  learningRate: 0.05,
  queries: 200,
  initialSamples: 20,
  layer: 'conv',
};

/** Parameters under which an attack is checked, with `more` where they differ. */
export function parameters(attack: Attack, more: Record<string, unknown> = {}): Record<string, unknown> {
  const small = Object.entries(given).filter(([name]) => name in attack.params.shape);
  return parseParameters(attack, { ...Object.fromEntries(small), ...more });
}

/** What a check may change of a run. */
export interface Options extends Omit<Context, 'seed'> {
  readonly batchSize?: number;
  /** Parameters that differ from those under which all attacks are checked. */
  readonly more?: Record<string, unknown>;
  readonly from?: number;
  readonly trace?: boolean;
  /** Classes of the model, 3 unless told. */
  readonly classes?: number;
}

/** All rows that an attack makes of the images, joined: with a fresh model. */
export async function attacked(attack: Attack, options: Options = {}): ReturnType<typeof collect> {
  return withModel((model) => collect(attack, model, options), options.classes);
}

/** All rows that an attack makes of the images, joined. */
export async function collect(
  attack: Attack,
  model: Classifier,
  { batchSize = rows, more, from, trace, classes: _, ...context }: Options,
) {
  const parts: AttackedRows[] = [];
  const options = { batchSize, ...(from !== undefined && { from }), ...(trace !== undefined && { trace }) };
  for await (const part of runAttack(
    attack,
    { model, images: images(), labels: labels() },
    { params: parameters(attack, more), context: { seed: 5, ...context }, ...options },
  ))
    parts.push(part);
  const joined = <Key extends keyof AttackedRows>(key: Key) =>
    parts.flatMap((part) => [...(part[key] as unknown as Iterable<number>)]); // columns are typed arrays
  return {
    images: Float32Array.from(joined('images')),
    predicted: Int32Array.from(joined('predicted')),
    confidence: Float32Array.from(joined('confidence')),
    logits: Float32Array.from(joined('logits')),
    success: Uint8Array.from(joined('success')),
    targets: Int32Array.from(joined('targets')),
    norms: Float32Array.from(joined('norms')),
    queries: Uint32Array.from(joined('queries')),
    /** One a batch, when it was asked for. */
    traces: parts.flatMap(({ trace: kept }) => kept ?? []),
  };
}

/** A small convolutional network with random weights; everything it holds is freed afterwards. */
export async function withModel<T>(use: (model: Classifier) => Promise<T>, classes = 3): Promise<T> {
  const network = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 3, activation: 'relu', inputShape: shape }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dense({ name: 'logits', units: classes }),
    ],
  });
  drawUniformWeights(network, 11);
  const model = layersClassifier(network, bounds, compile);
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

/** Images under attack. Some values lie on the bounds, where clipping shows. */
export function images(): ImageArray {
  const random = seededRandom(3);
  const data = Float32Array.from({ length: rows * width }, () =>
    Math.max(bounds[0], Math.min(bounds[1], -1.3 + 3.6 * random.uniform())),
  );
  return { data, shape };
}

/** True classes of the images. */
export function labels(): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % 3);
}

/** The model, and a signal that it aborts when it is asked for the given time. */
export function abortAfter(model: Classifier, calls: number): { model: Classifier; signal: AbortSignal } {
  const controller = new AbortController();
  let asked = 0;
  const watched = watchForward(model, () => {
    asked++;
    if (asked === calls) controller.abort();
  });
  return { model: watched, signal: controller.signal };
}

/** The model, and a call of `onForward` with the number of images for every forward pass. */
export function watchForward(model: Classifier, onForward: (images: number) => void): Classifier {
  const { gradients, features } = model;
  const see = (images: tf.Tensor) => onForward(images.shape[0] ?? 0);
  return {
    ...model,
    logits: (images) => {
      see(images);
      return model.logits(images);
    },
    forward: (images, taps) => {
      see(images);
      return model.forward(images, taps);
    },
    ...(features && {
      features: (images, taps) => {
        const found = features(images, taps);
        // Null sends the caller to `forward`.
        if (found) see(images);
        return found;
      },
    }),
    ...(gradients && {
      gradients: {
        ...gradients,
        crossEntropy: (images, labels) => {
          see(images);
          return gradients.crossEntropy(images, labels);
        },
        // The forward pass is shared, but each gradient is counted as if it had made its own.
        linearize: (images) => {
          const pass = gradients.linearize(images);
          return {
            ...pass,
            gradient: (cotangent) => {
              see(images);
              return pass.gradient(cotangent);
            },
          };
        },
      },
    }),
  };
}
