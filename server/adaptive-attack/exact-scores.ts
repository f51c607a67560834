import type { FeatureChunk } from '@fiducial/core/activations';
import type { AttackedRows } from '@fiducial/core/attacks';
import type { Context } from '@fiducial/core/context';
import type { Classifier } from '@fiducial/core/models';
import type { FittedDetector } from '../detector/read-detector';

/** Exact scores `[rows]` of a batch of attacked images, as the detector gives them to anybody. */
export function exactScoresOf(
  { detector, state, reference, layers }: FittedDetector,
  { model, context: { seed, signal } }: { model: Classifier; context: Context },
): (batch: AttackedRows, chunk: FeatureChunk) => Promise<Float32Array> {
  const [height, width, channels] = model.inputShape;
  const size = height * width * channels;
  return async ({ images, rows }, { features, logits, predicted }) => {
    const queries = {
      rows,
      features: new Map(layers.flatMap((layer) => [...features].filter(([name]) => name === layer))),
      logits,
      predicted,
      ...(detector.needs.images && {
        images: {
          shape: model.inputShape,
          read: async (wanted: ArrayLike<number>) => {
            const values = new Float32Array(wanted.length * size);
            for (let at = 0; at < wanted.length; at++) {
              const row = wanted[at] ?? 0;
              values.set(images.subarray(row * size, (row + 1) * size), at * size);
            }
            return values;
          },
        },
      }),
    };
    const data = { reference, queries, ...(detector.needs.model && { model }) };
    const { scores } = await detector.score(state, data, { seed, ...(signal && { signal }) });
    return scores;
  };
}
