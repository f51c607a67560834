import { attacks } from '@fiducial/core/attacks';
import { detectors as detectorMethods, learnsFromAttacks } from '@fiducial/core/detectors';
import { standardCnn } from '@fiducial/core/models';

/** A run that a plan will start; `inputs` names other runs of the plan by role. */
export interface PlannedRun {
  readonly key: string;
  readonly kind: 'trainModel' | 'drawSample' | 'attack' | 'buildReferenceSet' | 'fitDetector' | 'evaluate';
  readonly name: string;
  readonly params: Record<string, unknown>;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

/** How much of the standard test bed is run. */
export const testBedVariants = ['standard', 'full'] as const;
/** One of `testBedVariants`. */
export type TestBedVariant = (typeof testBedVariants)[number];

/** The key of the data set that a plan starts from. */
export const datasetKey = 'dataset';

const epsilons = [20, 40, 60, 80].map((level) => level / 255);
const stepped = { stepSize: 20 / 255, steps: 10 };
const attackPlans = [
  { attack: 'fgsm', title: 'FGSM', parameters: {}, epsilons },
  { attack: 'bim', title: 'BIM', parameters: stepped, epsilons },
  { attack: 'pgd', title: 'PGD', parameters: stepped, epsilons },
  { attack: 'miFgsm', title: 'MI-FGSM', parameters: { ...stepped, decay: 1 }, epsilons },
  { attack: 'randomNoise', title: 'Random noise', parameters: {}, epsilons: [40 / 255] },
];

/**
 * The standard test bed: one seed's runs from training to evaluation. `standard` fits the kNN score on each tap (rank
 * weighting, k 100), two evolution maps and two baselines; `full` all weightings, both k, all four maps and all baselines.
 */
export function standardPlan({ seed, variant }: { seed: number; variant: TestBedVariant }): PlannedRun[] {
  const key = (name: string) => `${name}@${seed}`;
  const suffix = seed === 0 ? '' : ` (seed ${seed})`;
  const run = (
    name: string,
    rest: Omit<PlannedRun, 'key' | 'seed' | 'name'> & { title: string },
  ): PlannedRun => {
    const { title, ...planned } = rest;
    return { key: key(name), name: `${title}${suffix}`, seed, ...planned };
  };
  const attackSets = attackPlans.map(({ attack, title, parameters, epsilons: budgets }) =>
    run(attack, {
      title,
      kind: 'attack',
      params: { attack, parameters, epsilons: budgets },
      inputs: { dataset: datasetKey, model: key('model'), sample: key('sample') },
    }),
  );
  const attacked = attackPlans.filter(({ attack }) => !isControl(attack));
  const roles = (plans: readonly { attack: string }[]) =>
    Object.fromEntries(plans.map(({ attack }, index) => [`attackSet/${index}`, key(attack)]));
  const detectors = detectorPlans(variant).flatMap(({ id, title, method, parameters }) => {
    const common = { referenceSet: key('referenceSet'), sample: key('sample') };
    const trainedOn = learns(method, parameters) ? roles(attacked) : {};
    return [
      run(id, {
        title,
        kind: 'fitDetector',
        params: { method, parameters },
        inputs: { dataset: datasetKey, model: key('model'), ...common, ...trainedOn },
      }),
      run(`${id}/evaluation`, {
        title,
        kind: 'evaluate',
        params: {},
        inputs: {
          dataset: datasetKey,
          model: key('model'),
          detector: key(id),
          ...common,
          ...roles(attackPlans),
        },
      }),
    ];
  });
  return [
    run('model', {
      title: 'Standard CNN',
      kind: 'trainModel',
      params: { architecture: standardCnn.id, epochs: 3, learningRate: 1e-3, batchSize: 128 },
      inputs: { dataset: datasetKey },
    }),
    run('sample', {
      title: '1,000 test images',
      kind: 'drawSample',
      params: { splitName: 'test', train: 700, validation: 100, test: 200, maxErrors: 1000 },
      inputs: { dataset: datasetKey, model: key('model') },
    }),
    ...attackSets,
    run('referenceSet', {
      title: 'Training images',
      kind: 'buildReferenceSet',
      params: { splitName: 'train', layers: [...standardCnn.taps] },
      inputs: { dataset: datasetKey, model: key('model') },
    }),
    ...detectors,
  ];
}

/** Whether an attack is a control: nothing learns from it, and no detector must flag it. */
export function isControl(attack: string): boolean {
  return attacks.some(({ id, control }) => id === attack && control);
}

function learns(method: string, parameters: object): boolean {
  return detectorMethods.some((known) => known.id === method && learnsFromAttacks(known, parameters));
}

interface DetectorPlan {
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly parameters: Record<string, unknown>;
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
function detectorPlans(variant: TestBedVariant): DetectorPlan[] {
  const maps = [
    { representative: 'centroid', distance: 'euclidean' },
    { representative: 'medoid', distance: 'cosine' },
    { representative: 'medoid', distance: 'euclidean' },
    { representative: 'centroid', distance: 'cosine' },
  ].slice(0, variant === 'full' ? 4 : 2);
  const neighbors = standardCnn.taps.flatMap((layer) =>
    (variant === 'full' ? ['uniform', 'rank', 'distance'] : ['rank']).flatMap((weighting) =>
      (variant === 'full' ? [100, 1000] : [100]).map((k) => ({ layer, weighting, k })),
    ),
  );
  return [
    ...maps.map((parameters) => ({
      id: `map/${parameters.representative}/${parameters.distance}`,
      title: `Evolution map, ${parameters.representative}, ${parameters.distance}, LSTM`,
      method: 'evolutionMap',
      parameters,
    })),
    ...neighbors.map((parameters) => ({
      id: `knn/${parameters.layer}/${parameters.weighting}/${parameters.k}`,
      title: `kNN ${parameters.layer}, ${parameters.weighting}, k ${parameters.k}`,
      method: 'knnScore',
      parameters,
    })),
    ...baselinePlans.filter(({ id }) => variant === 'full' || inStandard.includes(id)),
  ];
}
