import type { z } from 'zod';
import { register } from '../method';
import type { Detector } from './define-detector';
import { evolutionMap } from './evolution-map';
import { knnScore } from './knn-score';

export { detectorChecks } from './conformance';
export * from './define-detector';
export { neighborWeights, type Weighting, weightings } from './knn-score';

/** What a state is, only its detector knows: to everybody else it is the same opaque value. */
const opaque = (detector: unknown) => detector as Detector;

const registered: Detector[] = [opaque(knnScore), opaque(evolutionMap)];

/** All detectors, in the order in which they are offered. */
export const detectors: readonly Detector[] = registered;

/**
 * Offers one more detector everywhere that `detectors` is read: before the schema is built.
 *
 * @throws {CoreError} `PARAMETERS` when its id is taken
 */
export function registerDetector<Params extends z.ZodObject, State>(detector: Detector<Params, State>): void {
  register(registered, opaque(detector));
}
