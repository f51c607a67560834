import { attacks } from '@fiducial/core/attacks';
import { detectors as detectorMethods, learnsFromAttacks, preprocessings } from '@fiducial/core/detectors';
import { standardCnn } from '@fiducial/core/models';

/** A run that a plan will start; `inputs` names other runs of the plan by role. */
export interface PlannedRun {
  readonly key: string;
  readonly kind:
    | 'trainModel'
    | 'drawSample'
    | 'attack'
    | 'buildReferenceSet'
    | 'sweepLayers'
    | 'fitDetector'
    | 'evaluate'
    | 'attackDetector';
  readonly name: string;
  readonly params: Record<string, unknown>;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The key of the data set that a plan starts from. */
export const datasetKey = 'dataset';

/** The key of a model that was there before, for plans that train none. */
export const givenModelKey = 'givenModel';

/** Images of a sample, by partition. */
export interface SampleSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Images of the study that the standard test bed follows, by image (Carrara 2018, ECCV Workshops). */
export const usualSizes: SampleSizes = { train: 700, validation: 100, test: 200 };

/** An attack of a bed, at its budgets: none for one that looks for the smallest perturbation. */
export interface AttackPlan {
  /** Tells it from others of the same method; its method's id where there is one of them. */
  readonly id?: string;
  readonly attack: string;
  readonly title: string;
  readonly parameters: Record<string, unknown>;
  readonly epsilons: readonly number[];
}

/** A detector of a bed: `id` tells it from the others. */
export interface DetectorPlan {
  readonly id: string;
  readonly title: string;
  readonly method: string;
  readonly parameters: Record<string, unknown>;
}

/** What a bed is made of: one model, one sample, one reference set, and attacks and detectors on them. */
export interface Bed {
  readonly seed: number;
  /** The taps of the model that was there before; null to train the standard CNN. */
  readonly givenTaps: readonly string[] | null;
  readonly sizes: SampleSizes;
  readonly attacks: readonly AttackPlan[];
  readonly detectors: readonly DetectorPlan[];
  /** Ids of the attacks that detectors learn from, where they do not learn from all. */
  readonly learnFrom?: readonly string[];
  /** Whether every setting of the kNN score is swept too. */
  readonly sweep?: boolean;
  /** Whether reference points are made of correctly classified images only. */
  readonly correctOnly?: boolean;
}

/** What people call a run of a bed, told from those of other seeds. */
export function seededName(title: string, seed: number): string {
  return seed === 0 ? title : `${title} (seed ${seed})`;
}

/** What the runs of all seeds have in common of their names. */
export function unseededName(name: string, seed: number): string {
  const suffix = ` (seed ${seed})`;
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** The runs of a bed in an order in which each comes after those that it needs: detectors as they are listed. */
export function planBed({
  seed,
  givenTaps,
  sizes,
  attacks: attackPlans,
  detectors,
  learnFrom,
  sweep,
  correctOnly,
}: Bed): PlannedRun[] {
  const key = (name: string) => `${name}@${seed}`;
  const model = givenTaps ? givenModelKey : key('model');
  const onModel = { dataset: datasetKey, model };
  const run = (
    name: string,
    rest: Omit<PlannedRun, 'key' | 'seed' | 'name'> & { title: string },
  ): PlannedRun => {
    const { title, ...planned } = rest;
    return { key: key(name), name: seededName(title, seed), seed, ...planned };
  };
  const attackSets = attackPlans.map((plan) => {
    const { attack, title, parameters, epsilons } = plan;
    return run(idOf(plan), {
      title,
      kind: 'attack',
      params: { attack, parameters, epsilons },
      inputs: { ...onModel, sample: key('sample') },
    });
  });
  const attacked = attackPlans.filter(
    (plan) => !isControl(plan.attack) && (learnFrom?.includes(idOf(plan)) ?? true),
  );
  const roles = (plans: readonly AttackPlan[]) =>
    Object.fromEntries(plans.map((plan, index) => [`attackSet/${index}`, key(idOf(plan))]));
  const common = { referenceSet: key('referenceSet'), sample: key('sample') };
  const judged = detectors.flatMap(({ id, title, method, parameters }) => {
    const trainedOn = learns(method, parameters) ? roles(attacked) : {};
    return [
      run(id, {
        title,
        kind: 'fitDetector',
        params: { method, parameters },
        inputs: { ...onModel, ...common, ...trainedOn },
      }),
      run(`${id}/evaluation`, {
        title,
        kind: 'evaluate',
        params: {},
        inputs: { ...onModel, detector: key(id), ...common, ...roles(attackPlans) },
      }),
    ];
  });
  const swept = run('sweep', {
    title: 'All layers, k 1 to 200',
    kind: 'sweepLayers',
    params: {
      layers: [...(givenTaps ?? standardCnn.taps)],
      preprocessings: [...preprocessings],
      ...{ firstK: 1, lastK: 200, stepK: 1 },
    },
    inputs: { dataset: datasetKey, ...common, ...roles(attackPlans) },
  });
  const training = run('model', {
    title: 'Standard CNN',
    kind: 'trainModel',
    params: { architecture: standardCnn.id, epochs: 3, learningRate: 1e-3, batchSize: 128 },
    inputs: { dataset: datasetKey },
  });
  const count = sizes.train + sizes.validation + sizes.test;
  return [
    ...(givenTaps ? [] : [training]),
    run('sample', {
      title: `${count.toLocaleString('en')} test images`,
      kind: 'drawSample',
      params: { splitName: 'test', ...sizes, maxErrors: 1000 },
      inputs: onModel,
    }),
    ...attackSets,
    run('referenceSet', {
      title: correctOnly ? 'Training images, points of correct ones' : 'Training images',
      kind: 'buildReferenceSet',
      params: {
        splitName: 'train',
        layers: [...(givenTaps ?? standardCnn.taps)],
        ...(correctOnly && { correctOnly }),
      },
      inputs: onModel,
    }),
    ...(sweep ? [swept] : []),
    ...judged,
  ];
}

/** Whether an attack is a control: nothing learns from it, and no detector must flag it. */
export function isControl(attack: string): boolean {
  return attacks.some(({ id, control }) => id === attack && control);
}

/** What tells an attack of a bed from the others. */
function idOf({ id, attack }: AttackPlan): string {
  return id ?? attack;
}

function learns(method: string, parameters: object): boolean {
  return detectorMethods.some((known) => known.id === method && learnsFromAttacks(known, parameters));
}
