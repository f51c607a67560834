import { extractFeatures, type FeatureChunk } from '@fiducial/core/activations';
import type { Context } from '@fiducial/core/context';
import type { Explanation } from '@fiducial/core/detectors';
import type { Classifier, ImageArray } from '@fiducial/core/models';
import type { BundledDetector } from './bundled-detector';

/** What a detector says of images, in their order, and why. */
export interface Judgment {
  /** `[rows]`, higher for more likely adversarial. */
  readonly scores: Float32Array;
  readonly explanation: Explanation;
}

/** Images whose features are held at once. */
const chunkRows = 1024;

/**
 * What a model says of images, chunk by chunk, with the features that detectors read: one forward pass, however many
 * detectors there are.
 *
 * @throws {CoreError} @throws {CancelledError}
 */
export function readImageFeatures(
  model: Classifier,
  images: ImageArray,
  { detectors, context }: { detectors: readonly BundledDetector[]; context: Context },
): AsyncGenerator<FeatureChunk> {
  const taps = [...new Set(detectors.flatMap(({ manifest }) => manifest.model.taps))];
  return extractFeatures(model, images, { taps, context, chunkRows });
}

/** Scores the rows of one chunk. @throws {CoreError} @throws {CancelledError} */
export async function scoreChunk(
  { detector, state, reference, manifest }: BundledDetector,
  { chunk, images, model }: { chunk: FeatureChunk; images: ImageArray; model: Classifier },
  context: Context,
): Promise<Judgment> {
  const { first, rows, features, logits, predicted } = chunk;
  const queries = {
    rows,
    features: new Map(manifest.model.taps.flatMap((tap) => pairOf(tap, features.get(tap)))),
    logits,
    predicted,
    ...(detector.needs.images && { images: rowImages(images, { first, bounds: model.bounds }) }),
  };
  const data = { reference, queries, ...(detector.needs.model && { model }) };
  const { scores, explanation = {} } = await detector.score(state, data, context);
  return { scores, explanation };
}

function pairOf<Value>(key: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[key, value]];
}

/** The images of a chunk as detectors read them, in the model's bounds. */
function rowImages(
  { data, shape }: ImageArray,
  { first, bounds: [low, high] }: { first: number; bounds: readonly [number, number] },
) {
  const size = shape[0] * shape[1] * shape[2];
  return {
    shape,
    read: async (rows: ArrayLike<number>) => {
      const values = new Float32Array(rows.length * size);
      for (let at = 0; at < rows.length; at++) {
        const from = (first + (rows[at] ?? 0)) * size;
        const image = data.subarray(from, from + size);
        values.set(
          image instanceof Float32Array
            ? image
            : Float32Array.from(image, (byte) => low + (byte / 255) * (high - low)),
          at * size,
        );
      }
      return values;
    },
  };
}
