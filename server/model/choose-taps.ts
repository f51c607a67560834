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

/**
 * The layers whose activations are kept, in forward order: those wanted, else the `usual` ones, else every layer that
 * can be pooled, is worth comparing and is not the last.
 *
 * @throws {CoreError} `PARAMETERS` for a layer that cannot be pooled or is not there
 */
export function chooseTaps(
  layers: readonly LayerDescription[],
  { wanted, usual: usualNames }: { wanted: readonly string[]; usual: readonly string[] },
): string[] {
  const pooled = layers
    .slice(0, -1)
    .filter(
      ({ className, outputShape }) =>
        !neverTapped.has(className) && (outputShape.length === 1 || outputShape.length === 3),
    );
  const possible = pooled.map(({ name }) => name);
  const offered = usualNames.filter((name) => possible.includes(name));
  const usual =
    offered.length > 0
      ? offered
      : pooled.filter(({ className }) => !untapped.has(className)).map(({ name }) => name);
  const unknown = wanted.find((name) => !possible.includes(name));
  if (unknown !== undefined)
    throw new CoreError(
      'PARAMETERS',
      possible.length > 0
        ? `taps: expected some of ${usual.join(', ')}, got ${unknown}`
        : `taps: expected none, for no layer before the last can be pooled, got ${unknown}`,
    );
  return wanted.length > 0 ? possible.filter((name) => wanted.includes(name)) : usual;
}
