import { CoreError } from '@fiducial/core/errors';
import type { LayerDescription } from '@fiducial/core/models';

/** Layers that change nothing worth comparing, or no features at all: nobody gets them without asking for them. */
const untapped = new Set([
  'InputLayer',
  'Flatten',
  'Dropout',
  'Reshape',
  'ZeroPadding2D',
  'Activation',
  'Softmax',
  'Permute',
]);
/** Not even those who ask get these. */
const neverTapped = new Set([...untapped].filter((kind) => kind !== 'Activation'));
/** Layers and nodes that shift and scale what they read, each value by itself: with parameters, and yet no features of their own. */
const rescaling = new Set([
  'BatchNormalization', 'LayerNormalization', 'Normalization', 'Rescaling', 'PReLU',
  'FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3', 'BiasAdd', 'Prelu',
  'Add', 'AddV2', 'AddN', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum',
]); // biome-ignore format: a list to scan

/**
 * The layers whose activations are kept, in forward order: those wanted; else those of the `usual` ones, or without such
 * of all that can be pooled and are worth comparing, that come after the first layer that computes features and before the
 * last, which makes the logits: what is before is the pixels on another scale, what is behind the logits in another shape.
 *
 * @throws {CoreError} `PARAMETERS` for a layer that cannot be pooled or is not there
 */
export function chooseTaps(
  layers: readonly LayerDescription[],
  { wanted, usual }: { wanted: readonly string[]; usual: readonly string[] },
): string[] {
  const pooled = layers
    .slice(0, -1)
    .filter(
      ({ className, outputShape }) =>
        !neverTapped.has(className) && (outputShape.length === 1 || outputShape.length === 3),
    );
  const possible = pooled.map(({ name }) => name);
  const unknown = wanted.find((name) => !possible.includes(name));
  if (unknown !== undefined)
    throw new CoreError(
      'PARAMETERS',
      possible.length > 0
        ? `taps: expected some of ${possible.join(', ')}, got ${unknown}`
        : `taps: expected none, for no layer before the last can be pooled, got ${unknown}`,
    );
  if (wanted.length > 0) return possible.filter((name) => wanted.includes(name));
  const hidden = hiddenLayers(layers);
  const telling = pooled.filter((layer) => hidden.includes(layer));
  const offered = telling.filter(({ name }) => usual.includes(name));
  const chosen = offered.length > 0 ? offered : telling.filter(({ className }) => !untapped.has(className));
  return chosen.map(({ name }) => name);
}

/** From the first layer that mixes its inputs by weights up to, and without, the last one. */
function hiddenLayers(layers: readonly LayerDescription[]): readonly LayerDescription[] {
  const mixes = ({ className, parameters }: LayerDescription) => parameters > 0 && !rescaling.has(className);
  const first = layers.findIndex(mixes);
  return first < 0 ? [] : layers.slice(first, layers.findLastIndex(mixes));
}
