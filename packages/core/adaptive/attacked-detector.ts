import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { type Context, quiet } from '../context';
import type { Detector } from '../detectors/define-detector';
import type { DifferentiableScore, SoftForm } from '../detectors/differentiable-score';
import type { Queries } from '../detectors/queries';
import type { ReferenceSet } from '../detectors/reference-set';
import { CoreError } from '../errors';
import { thresholdAtFalsePositiveRate } from '../metrics/operating-points';
import type { Classifier } from '../models/classifier';
import { batches } from '../tensors/batches';
import { tf } from '../tensors/tf';

/** A fitted detector as an attacker has it: its exact score, and the soft one that gradients go through. */
export interface AttackedDetector {
  /** Layers whose pooled features it reads. */
  readonly layers: readonly string[];
  /** Whether its score also looks at the images themselves. */
  readonly readsImages: boolean;
  /** Exact scores `[rows]`: what every iterate is judged by. */
  readonly exact: (queries: Queries, context: Context) => Promise<Float32Array>;
  readonly soft: DifferentiableScore;
  /** Exact score above which 5 % of the authentic images lie: an attacker wants to be at or below. */
  readonly threshold: number;
  /** The same of the soft score. */
  readonly softThreshold: number;
  /** Standard deviation of the soft score over authentic images: makes hinges of different detectors comparable. */
  readonly softSpread: number;
  readonly dispose: () => void;
}

/** Share of authentic images that may lie above the threshold that an attacker wants to be below. */
const targetRate = 0.05;
const batchSize = 64;

/**
 * A fitted detector made ready for attackers. Its thresholds are set on authentic images, `authentic`, which are those that
 * its own threshold was set on.
 *
 * @throws {CoreError} `PARAMETERS` for a detector without gradients: it can be attacked by transfer only
 */
export async function attackedDetector(
  {
    detector,
    state,
    reference,
    model,
    softForm = 'matching',
  }: {
    detector: Detector;
    state: unknown;
    reference: ReferenceSet;
    /** The classifier, for detectors that ask it again. */
    model: Classifier;
    /** Which soft form of a score by neighbors. */
    softForm?: SoftForm;
  },
  authentic: Queries,
  context: Context,
): Promise<AttackedDetector> {
  const soft = detector.differentiable?.(state, { reference, softForm });
  if (!soft)
    throw new CoreError(
      'PARAMETERS',
      `detector: expected one with gradients, got ${detector.id}, which can be attacked by transfer from a surrogate only`,
    );
  const exact = async (queries: Queries, given: Context) =>
    (await detector.score(state, { reference, queries, model }, quiet(given))).scores;
  try {
    const softScores = await softScoresOf(soft, authentic, { model, context: quiet(context) });
    return {
      layers: soft.layers,
      readsImages: detector.needs.images ?? false,
      exact,
      soft,
      threshold: thresholdAtFalsePositiveRate(await exact(authentic, context), targetRate),
      softThreshold: thresholdAtFalsePositiveRate(softScores, targetRate),
      softSpread: deviation(softScores),
      dispose: soft.dispose,
    };
  } catch (error) {
    soft.dispose();
    throw error;
  }
}

/** Soft scores `[rows]`, batch by batch. */
async function softScoresOf(
  soft: DifferentiableScore,
  queries: Queries,
  { model, context }: { model: Classifier; context: Context },
): Promise<Float32Array> {
  const scores = new Float32Array(queries.rows);
  for (const { first, count } of batches(queries.rows, batchSize)) {
    const some = await rowsOf(queries, first, count);
    await soft.refresh(some.queries, context);
    const of = tf.tidy(() =>
      soft.scores({
        features: new Map([...some.queries.features].map(([layer, values]) => [layer, matrix(values)])),
        logits: matrix(some.queries.logits),
        images: tf.tensor(some.images ?? [], [some.images ? count : 0, ...model.inputShape]),
      }),
    );
    scores.set(of.dataSync(), first);
    of.dispose();
  }
  soft.forget?.();
  return scores;
}

function matrix({ data, dimensions }: { data: Float32Array; dimensions: number }): Tensor2D {
  return tf.tensor2d(data, [data.length / dimensions, dimensions]);
}

async function rowsOf(
  { features, logits, predicted, images }: Queries,
  first: number,
  count: number,
): Promise<{ queries: Queries; images?: Float32Array }> {
  const cut = ({ data, dimensions }: { data: Float32Array; dimensions: number }) => ({
    data: data.subarray(first * dimensions, (first + count) * dimensions),
    dimensions,
  });
  const read = (rows: ArrayLike<number>) => images?.read(Array.from(rows, (row) => first + row));
  const values = await read(Array.from({ length: count }, (_, row) => row));
  return {
    queries: {
      rows: count,
      features: new Map([...features].map(([layer, of]) => [layer, cut(of)])),
      logits: cut(logits),
      predicted: predicted.subarray(first, first + count),
      ...(images && {
        images: { ...images, read: async (rows) => (await read(rows)) ?? new Float32Array(0) },
      }),
    },
    ...(values && { images: values }),
  };
}

/** At least a millionth, so that it can be divided by. */
function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(1e-6, Math.sqrt(variance));
}

/** How far each soft score is above the threshold, `[n]`, in deviations of authentic scores; 0 below. Differentiable. */
export function detectorHinge(
  scores: Tensor,
  { softThreshold, softSpread }: Pick<AttackedDetector, 'softThreshold' | 'softSpread'>,
): Tensor {
  return tf.tidy(() => scores.sub(softThreshold).div(softSpread).relu());
}
