import type { Detector } from './define-detector';
import { evolutionMap } from './evolution-map';
import { knnScore } from './knn-score';

export * from './define-detector';
export { neighborWeights, type Weighting, weightings } from './knn-score';

/** All detectors, in the order in which they are offered. What a state is, only its detector knows. */
export const detectors: readonly Detector[] = [knnScore, evolutionMap] as unknown as readonly Detector[];
