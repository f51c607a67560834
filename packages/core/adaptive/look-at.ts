import type { Tensor } from '@tensorflow/tfjs';
import type { AttackBatch, ModelOutputs } from '../attacks/define-attack';
import { successMargin } from '../attacks/success-margin';
import { succeeded } from '../attacks/verdict';
import type { Context } from '../context';
import type { Queries } from '../detectors/queries';
import { tf } from '../tensors/tf';
import { disposeAll, tidy } from '../tensors/tidy';
import { named, queriesOf, someQueries } from './asked-queries';
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
