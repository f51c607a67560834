import { type Classifier, layersClassifier } from '@fiducial/core/models';
import type { tf } from '@fiducial/core/tensors';

/**
 * A classifier over a network whose weights will not change, run as one graph where the backend can; `execution` says
 * whether. The backend's package is loaded here and not before: processes that only list the tasks do without it.
 */
export async function compiledClassifier(
  network: tf.LayersModel,
  bounds: readonly [number, number],
): Promise<Classifier> {
  const { compileNetwork } = await import('@fiducial/backend');
  return layersClassifier(network, bounds, compileNetwork);
}
