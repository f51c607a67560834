import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Features } from '../activations/features';
import type { ModelOutputs } from '../attacks/define-attack';
import type { Queries } from '../detectors/queries';
import type { AttackedDetector } from './attacked-detector';

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

/** What a detector is asked about images, from what the model says of them. */
export function queriesOf(
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

/** Some rows of queries, copied. */
export function someQueries(
  { features, logits, predicted, images }: Queries,
  rows: readonly number[],
): Queries {
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
