import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Features } from '../activations/features';
import type { AttackBatch, ModelOutputs } from '../attacks/define-attack';
import { successMargin } from '../attacks/success-margin';
import { succeeded } from '../attacks/verdict';
import type { Context } from '../context';
import type { Queries } from '../detectors/define-detector';
import { tf } from '../tensors/tf';
import { disposeAll, tidy } from '../tensors/tidy';
import { type AttackedDetector, detectorHinge } from './attacked-detector';
import type { Target } from './define-adaptive-attack';

/** What classifier and detector say of images. */
export interface Seen {
  readonly predicted: Int32Array;
  /** 1 where the prediction is what the attacker wants, `[n]`. */
  readonly misclassified: Uint8Array;
  /** Exact scores where misclassified, else infinite, `[n]`: only those are ever compared. */
  readonly scores: Float32Array;
  /** Hinge of the classifier, in logits, plus that of the soft score, in deviations of authentic scores, `[n]`. */
  readonly loss: Float32Array;
}

/** The loss of the detector's soft score by what the model says, as `AttackedModel.lossGradient` takes it. */
export function softScores(
  { soft, layers }: AttackedDetector,
  { logits, features }: ModelOutputs,
  images: Tensor,
): Tensor {
  return soft.scores({ features: named(layers, features), logits, images });
}

/** Features by the names of their layers. */
export function named(
  layers: readonly string[],
  features: readonly Tensor2D[],
): ReadonlyMap<string, Tensor2D> {
  return new Map(
    layers.flatMap((layer, at) => {
      const of = features[at];
      return of ? [[layer, of] as const] : [];
    }),
  );
}

/**
 * Asks classifier and detector about images: one forward query a row. With `refresh`, the soft score looks up its neighbors
 * at these images, so that the gradients that follow are of this place. `judged` says what counts as misclassified.
 *
 * @throws {CancelledError}
 */
export async function lookAt(
  { model, detector }: Target,
  images: Tensor,
  { judged, refresh, context }: { judged: AttackBatch; refresh: boolean; context: Context },
): Promise<Seen> {
  const outputs = tidy(() => {
    const { logits, features } = model.outputs(images, detector.layers);
    return { logits, features, wrong: succeeded(logits, judged).toFloat(), predicted: logits.argMax(1) };
  });
  try {
    const predicted = Int32Array.from(outputs.predicted.dataSync());
    const misclassified = Uint8Array.from(outputs.wrong.dataSync());
    const queries = queriesOf({ ...outputs, images, predicted }, detector);
    if (refresh) await detector.soft.refresh(queries, context);
    const loss = tf.tidy(() => {
      const margin = successMargin(outputs.logits, judged).neg().relu();
      return margin.add(detectorHinge(softScores(detector, outputs, images), detector));
    });
    const losses = Float32Array.from(loss.dataSync());
    loss.dispose();
    const scores = await exactScores(detector, queries, { misclassified, context });
    return { predicted, misclassified, scores, loss: losses };
  } finally {
    disposeAll(outputs);
  }
}

async function exactScores(
  detector: AttackedDetector,
  queries: Queries,
  { misclassified, context }: { misclassified: Uint8Array; context: Context },
): Promise<Float32Array> {
  const scores = new Float32Array(queries.rows).fill(Number.POSITIVE_INFINITY);
  const rows = [...misclassified.keys()].filter((row) => misclassified[row] === 1);
  if (rows.length === 0) return scores;
  const found = await detector.exact(someQueries(queries, rows), context);
  rows.forEach((row, at) => {
    scores[row] = found[at] ?? Number.POSITIVE_INFINITY;
  });
  return scores;
}

function queriesOf(
  {
    logits,
    features,
    images,
    predicted,
  }: ModelOutputs & { readonly images: Tensor; readonly predicted: Int32Array },
  { layers, readsImages }: AttackedDetector,
): Queries {
  const read = (tensor: Tensor2D): Features => ({
    data: Float32Array.from(tensor.dataSync()),
    dimensions: tensor.shape[1],
  });
  const [, height = 0, width = 0, channels = 0] = images.shape;
  const pixels = readsImages ? Float32Array.from(images.dataSync()) : null;
  const size = height * width * channels;
  return {
    rows: predicted.length,
    features: new Map([...named(layers, features)].map(([layer, of]) => [layer, read(of)])),
    logits: read(logits),
    predicted,
    ...(pixels && {
      images: {
        shape: [height, width, channels],
        read: async (rows) => pickRows({ data: pixels, dimensions: size }, rows).data,
      },
    }),
  };
}

function someQueries({ features, logits, predicted, images }: Queries, rows: readonly number[]): Queries {
  return {
    rows: rows.length,
    features: new Map([...features].map(([layer, of]) => [layer, pickRows(of, rows)])),
    logits: pickRows(logits, rows),
    predicted: Int32Array.from(rows, (row) => predicted[row] ?? 0),
    ...(images && {
      images: { ...images, read: (some) => images.read(Array.from(some, (row) => rows[row] ?? 0)) },
    }),
  };
}

function pickRows({ data, dimensions }: Features, rows: ArrayLike<number>): Features {
  const picked = new Float32Array(rows.length * dimensions);
  for (let at = 0; at < rows.length; at++)
    picked.set(
      data.subarray((rows[at] ?? 0) * dimensions, ((rows[at] ?? 0) + 1) * dimensions),
      at * dimensions,
    );
  return { data: picked, dimensions };
}
