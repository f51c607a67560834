import type { z } from 'zod';
import { register } from '../method';
import type { Detector } from './define-detector';
import { evolutionMap } from './evolution-map';
import { knnScore } from './knn-score';

export type { Features } from '../activations/features';
export { detectorChecks } from './conformance';
export * from './define-detector';
export { balancedDraw } from './heads/balanced-draw';
export type { Head } from './heads/head';
export { lstmHead } from './heads/lstm-head';
export { mlpHead } from './heads/mlp-head';
export { distanceSupportGradient, neighborWeights, supportOf, type Weighting, weightings } from './knn-score';
export { evolutionMaps } from './map/evolution-maps';

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
