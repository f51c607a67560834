import type { Context } from '../context';
import { parseParameters } from '../method';
import type { Classifier } from '../models/classifier';
import type { CompileNetwork } from '../models/compiled-graph';
import { layersClassifier } from '../models/layers-classifier';
import { drawUniformWeights } from '../models/uniform-weights';
import { seededRandom } from '../tensors/random';
import { tf } from '../tensors/tf';
import type { Attack } from './define-attack';
import { type AttackedRows, runAttack } from './run-attack';

/** Images under attack. */
export const rows = 7;
const shape: [number, number, number] = [6, 6, 2];
/** Bounds that are not [0, 1], where an attack that assumes them would show. */
export const bounds: [number, number] = [-1, 2];
/** Values of one image. */
export const width = shape[0] * shape[1] * shape[2];

let compile: CompileNetwork | undefined;

/** From now on, the networks of the checks run as graphs made by `compiler`: the checks hold for both ways to run them. */
export function checkWithGraphs(compiler: CompileNetwork): void {
  compile = compiler;
}

/** Small budgets would leave a random network's predictions alone; the rest are the method's own defaults. */
export function parameters(attack: Attack): Record<string, unknown> {
  const given = 'epsilon' in attack.params.shape ? { epsilon: 0.25 } : {};
  return parseParameters(attack, { ...given, ...('stepSize' in attack.params.shape && { stepSize: 0.06 }) });
}

/** What a check may change of a run. */
export interface Options extends Omit<Context, 'seed'> {
  readonly batchSize?: number;
}

/** All rows that an attack makes of the images, joined: with a fresh model. */
export async function attacked(
  attack: Attack,
  options: Options = {},
): Promise<Omit<AttackedRows, 'first' | 'rows'>> {
  return withModel((model) => collect(attack, model, options));
}

/** All rows that an attack makes of the images, joined. */
export async function collect(attack: Attack, model: Classifier, { batchSize = rows, ...rest }: Options) {
  const parts: AttackedRows[] = [];
  const data = imageValues();
  for await (const part of runAttack(
    attack,
    { model, images: { data, shape }, labels: labels() },
    { params: parameters(attack), context: { seed: 5, ...rest }, batchSize },
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
  };
}

/** A small convolutional network with random weights; everything it holds is freed afterwards. */
export async function withModel<T>(use: (model: Classifier) => Promise<T>): Promise<T> {
  const network = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 3, activation: 'relu', inputShape: shape }),
      tf.layers.flatten({ name: 'flatten' }),
      tf.layers.dense({ name: 'logits', units: 3 }),
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

/** Some values lie on the bounds, where clipping shows. */
function imageValues(): Float32Array {
  const random = seededRandom(3);
  return Float32Array.from({ length: rows * width }, () =>
    Math.max(bounds[0], Math.min(bounds[1], -1.3 + 3.6 * random.uniform())),
  );
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

/** The model, and a call of `onForward` before every forward pass. */
export function watchForward(model: Classifier, onForward: () => void): Classifier {
  const { gradients } = model;
  return {
    ...model,
    logits: (images) => {
      onForward();
      return model.logits(images);
    },
    ...(gradients && {
      gradients: {
        ...gradients,
        crossEntropy: (images, labels) => {
          onForward();
          return gradients.crossEntropy(images, labels);
        },
      },
    }),
  };
}
