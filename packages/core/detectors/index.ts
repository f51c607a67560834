import type { z } from 'zod';
import { register } from '../method';
import { deepKnn } from './baselines/deep-knn';
import { energy } from './baselines/energy';
import { featureSqueezing } from './baselines/feature-squeezing';
import { inputClassifier } from './baselines/input-classifier';
import { kernelDensity } from './baselines/kernel-density';
import { layerClassifier } from './baselines/layer-classifier';
import { lid } from './baselines/lid';
import { mahalanobis } from './baselines/mahalanobis';
import { maxSoftmax } from './baselines/max-softmax';
import { trustScore } from './baselines/trust-score';
import type { Detector } from './define-detector';
import { evolutionMap } from './evolution-map';
import { knnScore } from './knn-score';

export type { Features } from '../activations/features';
export { classMeans, tiedCovariance } from './baselines/class-statistics';
export { credibility } from './baselines/deep-knn';
export { squeezingScore } from './baselines/feature-squeezing';
export { lidOf } from './baselines/lid';
export { fitLogisticRegression, logOdds } from './baselines/logistic-regression';
export { squaredDistances, whiten } from './baselines/mahalanobis';
export { medianFilter, reduceBitDepth } from './baselines/squeezers';
export { distrust } from './baselines/trust-score';
export * from './define-detector';
export * from './differentiable-score';
export { balancedDraw } from './heads/balanced-draw';
export { bilstmHead } from './heads/bilstm-head';
export type { Head } from './heads/head';
export { lstmHead } from './heads/lstm-head';
export { mlpHead } from './heads/mlp-head';
export { trainHead } from './heads/train-head';
export { neighborsIn, searchedLayer } from './knn/knn-layers';
export { fitPreprocessing, type Preprocessing, preprocess, preprocessings } from './knn/preprocessing';
export { hingeScores } from './knn/soft-hinge';
export { distanceSupport, softSupport, softTemperature } from './knn/soft-support';
export {
  distanceSupportGradient,
  neighborWeight,
  neighborWeights,
  supportOf,
  type Weighting,
  weightings,
} from './knn/weighted-support';
export * from './learns-from-attacks';
export { evolutionMaps, type MapDistance, mapDistances } from './map/evolution-maps';
export type { Needs } from './needs';
export * from './queries';
export * from './reference-set';

/** What a state is, only its detector knows: to everybody else it is the same opaque value. */
const opaque = (detector: unknown) => detector as Detector;

const registered: Detector[] = [
  opaque(knnScore),
  opaque(evolutionMap),
  opaque(maxSoftmax),
  opaque(energy),
  opaque(deepKnn),
  opaque(lid),
  opaque(mahalanobis),
  opaque(featureSqueezing),
  opaque(kernelDensity),
  opaque(trustScore),
  opaque(inputClassifier),
  opaque(layerClassifier),
];

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
