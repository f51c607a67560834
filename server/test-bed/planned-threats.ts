import type { ThreatPlan } from './threat-runs';

const epsilons = [20, 40, 60, 80].map((level) => level / 255);
/** The two detectors that the project is about, as they are best on the standard bed. */
const [neighbors, map] = ['knn/conv4/rank/100', 'map/centroid/euclidean'];
const both = [neighbors, map];

/**
 * Attackers who know: every detector with gradients by selective PGD, and the kNN score and the evolution map by all other
 * attacks on detectors too; and those who know another detector in its place.
 */
export const threats: readonly ThreatPlan[] = [
  {
    title: 'Selective PGD',
    attack: 'orthogonalPgd',
    parameters: {},
    epsilons,
    detectors: [
      ...both,
      ...['knn/conv4/distance/100', 'knn/conv3/rank/100', 'map/medoid/cosine', 'maxSoftmax', 'energy'],
      ...['mahalanobis', 'kernelDensity', 'inputClassifier', 'layerClassifier'],
    ],
  },
  {
    title: 'Orthogonal PGD',
    attack: 'orthogonalPgd',
    parameters: { rule: 'orthogonal' },
    epsilons,
    detectors: both,
  },
  {
    title: 'Selective PGD on the hinge',
    attack: 'orthogonalPgd',
    parameters: { neighborForm: 'hinge' },
    epsilons,
    detectors: [neighbors],
  },
  {
    title: 'Multi-target',
    attack: 'multiTarget',
    parameters: { steps: 10 },
    epsilons: epsilons.slice(1, 2),
    detectors: both,
  },
  {
    title: 'Feature matching',
    attack: 'detectorFeatureMatching',
    parameters: {},
    epsilons,
    detectors: [neighbors],
  },
  {
    title: 'Map matching',
    attack: 'detectorFeatureMatching',
    parameters: { match: 'map' },
    epsilons,
    detectors: [map],
  },
  {
    title: 'Carlini-Wagner with the detector',
    attack: 'carliniWagnerDetector',
    parameters: {},
    epsilons: [],
    detectors: both,
  },
  {
    title: 'Selective PGD, knowing conv3',
    attack: 'orthogonalPgd',
    parameters: {},
    epsilons,
    detectors: [neighbors],
    knowing: 'knn/conv3/rank/100',
  },
  {
    title: 'Selective PGD, knowing a twin',
    attack: 'orthogonalPgd',
    parameters: {},
    epsilons,
    detectors: [map],
    knowing: 'twin',
  },
];
