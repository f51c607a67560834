import { standardCnn } from '@fiducial/core/models';
import { moreAttacks } from './more-attacks';
import { type AttackPlan, type DetectorPlan, type PlannedRun, planBed, usualSizes } from './plan-bed';
import { threats } from './planned-threats';
import { threatRuns } from './threat-runs';

/** How much of the standard test bed is run. */
export const testBedVariants = ['standard', 'full', 'complete'] as const;
/** One of `testBedVariants`. */
export type TestBedVariant = (typeof testBedVariants)[number];

const levels = [20, 40, 60, 80];
const stepped = (unit: number) => ({ stepSize: 20 * unit, steps: 10 });

/**
 * The attacks of the standard bed and a control: FGSM, BIM, PGD and MI-FGSM at 20, 40, 60 and 80 times `unit`, in steps of
 * 20 of them.
 */
export function signedAttacks(unit: number): AttackPlan[] {
  const epsilons = levels.map((level) => level * unit);
  return [
    { attack: 'fgsm', title: 'FGSM', parameters: {}, epsilons },
    { attack: 'bim', title: 'BIM', parameters: stepped(unit), epsilons },
    { attack: 'pgd', title: 'PGD', parameters: stepped(unit), epsilons },
    { attack: 'miFgsm', title: 'MI-FGSM', parameters: { ...stepped(unit), decay: 1 }, epsilons },
    { attack: 'randomNoise', title: 'Random noise', parameters: {}, epsilons: [40 * unit] },
  ];
}

/** The evolution maps by how well they are spoken of, as detectors of a bed. */
export function mapDetectors(count = 4): DetectorPlan[] {
  return [
    { representative: 'centroid', distance: 'euclidean' },
    { representative: 'medoid', distance: 'cosine' },
    { representative: 'medoid', distance: 'euclidean' },
    { representative: 'centroid', distance: 'cosine' },
  ]
    .slice(0, count)
    .map((parameters) => ({
      id: `map/${parameters.representative}/${parameters.distance}`,
      title: `Evolution map, ${parameters.representative}, ${parameters.distance}, LSTM`,
      method: 'evolutionMap',
      parameters,
    }));
}

/**
 * The standard test bed: one seed's runs from training to evaluation. `standard` fits the kNN score on each tap (rank
 * weighting, k 100), two evolution maps and two baselines; `full` all weightings, both k, all four maps and all baselines;
 * `complete` judges all those on every other attack too, of which none has learned, sweeps every layer, and attacks
 * detectors by those who know them.
 */
export function standardPlan({ seed, variant }: { seed: number; variant: TestBedVariant }): PlannedRun[] {
  const learnFrom = signedAttacks(1 / 255);
  const bed = planBed({
    seed,
    givenTaps: null,
    sizes: usualSizes,
    attacks: variant === 'complete' ? [...learnFrom, ...moreAttacks] : learnFrom,
    learnFrom: learnFrom.map(({ attack }) => attack),
    sweep: variant === 'complete',
    detectors: detectorPlans(variant !== 'standard'),
  });
  return variant === 'complete' ? [...bed, ...threatRuns(bed, threats)] : bed;
}

/** The baselines at their own defaults, those of one layer on the last hidden one but for the classifier of a layer. */
const baselinePlans: readonly DetectorPlan[] = [
  { id: 'maxSoftmax', title: 'Maximum softmax', layer: null },
  { id: 'energy', title: 'Energy', layer: null },
  { id: 'deepKnn', title: 'Deep kNN, all layers', layer: null },
  { id: 'lid', title: 'LID, all layers', layer: null },
  { id: 'mahalanobis', title: 'Mahalanobis, all layers', layer: null },
  { id: 'featureSqueezing', title: 'Feature squeezing', layer: null },
  { id: 'kernelDensity', title: 'Kernel density fc2', layer: 'fc2' },
  { id: 'trustScore', title: 'Trust score fc2', layer: 'fc2' },
  { id: 'inputClassifier', title: 'Input classifier', layer: null },
  { id: 'layerClassifier', title: 'Layer classifier conv4', layer: 'conv4' },
].map(({ id, title, layer }) => ({ id, title, method: id, parameters: layer ? { layer } : {} }));

/** Baselines that `standard` runs too: what the model itself says, and what finds any change of an image. */
const inStandard: readonly string[] = ['maxSoftmax', 'inputClassifier'];

/** Detectors in the order of their cost, the maps first: their training takes longest. */
function detectorPlans(all: boolean): DetectorPlan[] {
  const neighbors = standardCnn.taps.flatMap((layer) =>
    (all ? ['uniform', 'rank', 'distance'] : ['rank']).flatMap((weighting) =>
      (all ? [100, 1000] : [100]).map((k) => ({ layer, weighting, k })),
    ),
  );
  return [
    ...mapDetectors(all ? 4 : 2),
    ...neighbors.map((parameters) => ({
      id: `knn/${parameters.layer}/${parameters.weighting}/${parameters.k}`,
      title: `kNN ${parameters.layer}, ${parameters.weighting}, k ${parameters.k}`,
      method: 'knnScore',
      parameters,
    })),
    ...baselinePlans.filter(({ id }) => all || inStandard.includes(id)),
  ];
}
