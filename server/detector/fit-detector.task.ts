import { type Detector, type LabeledQueries, learnsFromAttacks } from '@fiducial/core/detectors';
import { parseParameters } from '@fiducial/core/method';
import { chooseThresholds, thresholdRules } from '@fiducial/core/metrics';
import type { Classifier } from '@fiducial/core/models';
import { z } from 'zod';
import { inputRun } from '../compute/artifact-access';
import { defineTask, type InputRun } from '../compute/task';
import { readModel } from '../model/read-model';
import { withApproximateSearch } from '../reference-set/approximate-search';
import { referenceSetParams } from '../reference-set/build-reference-set.task';
import { readReferenceSet } from '../reference-set/read-reference-set';
import {
  attackedRow,
  gatherQueries,
  type Partition,
  type Picked,
  type ReadAttackSet,
  type Reading,
  type ReadSample,
  readAttackSet,
  readSample,
} from '../sample/read-sample';
import { fitNeed } from './detector-needs';
import { stateToBytes } from './detector-state';
import { findDetector, layersRead } from './find-detector';
import { learningKeeper } from './learning-keeper';

/** False positive rates that thresholds are set at; a detector's own is the one at the first. */
const falsePositiveRates = [0.05, 0.01];

/** A method and its parameters. */
export const detectorParams = z.object({ method: z.string(), parameters: z.record(z.string(), z.unknown()) });

/** What `fitDetector` keeps in the row of its run. */
export const detectorResults = z.object({
  threshold: z.number(),
  thresholdFalsePositiveRate: z.number(),
  /** The authentic images that the threshold was set on. */
  thresholdSetOn: z.string(),
  thresholdImages: z.int(),
  /** By every rule that the validation images allow. */
  thresholds: z
    .array(
      z.object({
        rule: z.enum(thresholdRules),
        rate: z.number().nullable(),
        threshold: z.number().nullable(),
        authentic: z.int(),
        attacked: z.int(),
      }),
    )
    .default([]),
  trainingRows: z.int().nullable(),
  validationRows: z.int().nullable(),
});

/** Fits a detector, and sets its threshold on the authentic validation images. */
export const fitDetectorTask = defineTask({
  kind: 'fitDetector',
  version: 2,
  params: detectorParams,
  results: detectorResults,
  needsBackend: true,
  need: fitNeed,
  run: async ({ params, inputs, outputs, checkpoints, context }) => {
    const detector = findDetector(params.method);
    const parameters = parseParameters(detector, params.parameters);
    const referenceRun = inputRun(inputs, 'referenceSet');
    const layers = layersRead(detector, parameters, referenceSetParams.parse(referenceRun.params).layers);
    const reference = withApproximateSearch(await readReferenceSet(referenceRun, layers), context.seed);
    const dataset = inputRun(inputs, 'dataset');
    const sample = await readSample(inputRun(inputs, 'sample'), { dataset, layers });
    const attackSets = await readAttackSets(inputs, layers);
    const { model, reading } = await modelFor(detector, inputRun(inputs, 'model'), layers);
    const validation = trainingRows(sample, attackSets, { partition: 'validation', reading });
    const learns = learnsFromAttacks(detector, parameters);
    const learned = learns
      ? { train: trainingRows(sample, attackSets, { partition: 'train', reading }), validation }
      : {};
    const calibration = gatherQueries([authenticRows(sample, 'train')], reading);
    const state = await detector.fit(
      {
        reference,
        ...learned,
        ...(detector.needs.calibration && { calibration }),
        ...(detector.needs.model && model && { model }),
        keeper: await learningKeeper(checkpoints),
      },
      parameters,
      context,
    );
    await outputs.write('state', 'application/octet-stream', stateToBytes(detector.state.encode(state)));
    const data = { reference, queries: validation, ...(detector.needs.model && model && { model }) };
    const { scores } = await detector.score(state, data, context);
    model?.dispose();
    const isAuthentic = validation.groups.map((group) => group === authenticGroup);
    const thresholds = chooseThresholds(
      {
        authentic: scores.filter((_, row) => isAuthentic[row]),
        attacked: scores.filter((_, row) => !isAuthentic[row]),
      },
      falsePositiveRates,
    );
    const [own] = thresholds;
    if (typeof own?.threshold !== 'number')
      throw new Error('a threshold at a false positive rate is always there');
    return {
      threshold: own.threshold,
      thresholdFalsePositiveRate: falsePositiveRates[0] ?? 0,
      thresholdSetOn: 'validation',
      thresholdImages: own.authentic,
      thresholds,
      trainingRows: learned.train?.rows ?? null,
      validationRows: learns ? validation.rows : null,
    };
  },
});

/**
 * The model, where a detector looks at images (whose size and bounds are the model's) or asks it again; and what the
 * detector is given of rows. The caller disposes the model.
 */
export async function modelFor(
  { needs }: Pick<Detector, 'needs'>,
  run: InputRun,
  layers: readonly string[],
): Promise<{ model: Classifier | null; reading: Reading }> {
  const model = needs.images || needs.model ? (await readModel(run)).model : null;
  return { model, reading: { layers, images: needs.images ? model : null } };
}

/** Attack sets in order of their roles, `attackSet/0` first. */
export async function readAttackSets(
  inputs: ReadonlyMap<string, InputRun>,
  layers: readonly string[],
): Promise<ReadAttackSet[]> {
  const sets: ReadAttackSet[] = [];
  for (let index = 0; inputs.has(`attackSet/${index}`); index++)
    sets.push(await readAttackSet(inputRun(inputs, `attackSet/${index}`), layers));
  return sets;
}

const authenticGroup = 'authentic';

/** Unmodified, correctly classified images of a partition. */
export function authenticRows(sample: ReadSample, partition: Partition): Picked {
  const rows = sample.partition(partition);
  return { from: sample, rows, group: authenticGroup, originals: rows.map((row) => sample.items[row] ?? 0) };
}

/** Authentic images of a partition and all successful adversarials made from them. */
function trainingRows(
  sample: ReadSample,
  sets: readonly ReadAttackSet[],
  { partition, reading }: { partition: Partition; reading: Reading },
): LabeledQueries {
  const adversarial = sets.map((set): Picked => {
    const candidates = set.epsilons.flatMap((_, budget) =>
      sample
        .partition(partition)
        .map((image) => ({ image, row: attackedRow(set, sample, { budget, image }) })),
    );
    const chosen = candidates.filter(({ row }) => set.success[row] === 1);
    return {
      from: set,
      rows: chosen.map(({ row }) => row),
      group: set.attack,
      originals: chosen.map(({ image }) => sample.items[image] ?? 0),
    };
  });
  return gatherQueries([authenticRows(sample, partition), ...adversarial], reading);
}
