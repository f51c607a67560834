import { attacks } from '@fiducial/core/attacks';
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
 * weighting, k 100) and two evolution maps; `full` all weightings, both k and all four maps.
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
    const trainedOn = method === 'evolutionMap' ? roles(attacked) : {};
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

interface DetectorPlan {
  readonly id: string;
  readonly title: string;
  readonly method: 'knnScore' | 'evolutionMap';
  readonly parameters: Record<string, unknown>;
}

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
      method: 'evolutionMap' as const,
      parameters,
    })),
    ...neighbors.map((parameters) => ({
      id: `knn/${parameters.layer}/${parameters.weighting}/${parameters.k}`,
      title: `kNN ${parameters.layer}, ${parameters.weighting}, k ${parameters.k}`,
      method: 'knnScore' as const,
      parameters,
    })),
  ];
}
