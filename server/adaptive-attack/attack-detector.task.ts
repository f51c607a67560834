import {
  type AdaptiveAttack,
  type AttackedDetector,
  adaptiveAttacks,
  adaptiveBatchSize,
  againstDetector,
  attackedDetector,
  evasions,
  type FixedThreshold,
  lossFalls,
  type StepSums,
  stepRecorder,
} from '@fiducial/core/adaptive';
import type { Context } from '@fiducial/core/context';
import { type Queries, softForms } from '@fiducial/core/detectors';
import { CoreError } from '@fiducial/core/errors';
import { type Classifier, gatherImages } from '@fiducial/core/models';
import { z } from 'zod';
import { budgetsOf } from '../attack-set/budgets';
import { makeAttackSet } from '../attack-set/make-attack-set';
import { stepColumns, writeTraces } from '../attack-set/trace-file';
import { indices, inputRun, writeArray } from '../compute/artifact-access';
import { resumeOne } from '../compute/resume-pieces';
import { defineTask, type InputRun } from '../compute/task';
import { readDataset } from '../dataset/read-dataset';
import { authenticRows, detectorResults } from '../detector/fit-detector.task';
import { type FittedDetector, readDetector } from '../detector/read-detector';
import { readModel } from '../model/read-model';
import { sampleParams } from '../sample/draw-sample.task';
import { gatherQueries, readSample } from '../sample/read-sample';
import { adaptiveNeed } from './adaptive-need';
import { adaptiveAttackParams, adaptiveAttackResults, type BudgetVerdict } from './adaptive-results';
import { exactScoresOf } from './exact-scores';
import { triedAgain } from './tried-again';

/** Test images, the last ones, that the checks which attack once more are made on. */
const checkedImages = 32;

/**
 * Attacks a classifier together with a detector: the detector itself, or with the role `surrogate` another one in its place.
 * What comes of it is an attack set like any other, with the exact scores of the detector itself, its verdict at thresholds
 * that its own fit had fixed on authentic validation images, and the sanity checks of the attack.
 */
export const attackDetectorTask = defineTask({
  kind: 'attackDetector',
  version: 3,
  params: adaptiveAttackParams,
  results: adaptiveAttackResults,
  needsBackend: true,
  need: adaptiveNeed,
  run: async ({ params, inputs, outputs, checkpoints, context }) => {
    const method = findAdaptiveAttack(params.attack);
    const dataset = await readDataset(inputRun(inputs, 'dataset'));
    const { model, taps } = await readModel(inputRun(inputs, 'model'));
    const sampleRun = inputRun(inputs, 'sample');
    const items = await indices(sampleRun, 'items');
    const { test } = sampleParams.parse(sampleRun.params);
    const chosen = params.testOnly ? items.subarray(items.length - test) : items;
    const images = gatherImages(dataset.images, chosen);
    const labels = Int32Array.from(chosen, (item) => dataset.labels[item] ?? 0);
    const detectorRun = inputRun(inputs, 'detector');
    const real = await readDetector(detectorRun, inputRun(inputs, 'referenceSet'), context.seed);
    const softForm = z.object({ neighborForm: z.enum(softForms) }).safeParse(params.parameters);
    const known = await knownDetector(inputs, {
      real,
      model,
      softForm: softForm.data?.neighborForm ?? 'matching',
      context,
    });
    const batchSize = adaptiveBatchSize(model, known);
    const budgets = budgetsOf(params.epsilons);
    const recorders = budgets.map(() => stepRecorder());
    const scores = new Float32Array(labels.length * budgets.length);
    const scored = exactScoresOf(real, { model, context });
    const { columns, results } = await makeAttackSet({
      ...{ params, model, taps, images, labels, outputs, checkpoints, context, batchSize },
      notes: {
        take: (block) => recorders[block]?.take(),
        // Taken above, by the same task in the same version.
        add: (block, taken) => recorders[block]?.add(taken as StepSums),
      },
      attack: (block) => againstDetector(method, known, recorders[block]?.record),
      onBatch: async (batch, features, row) => {
        scores.set(await scored(batch, features), row);
      },
    });
    const thresholds = fixedThresholds(detectorRun);
    const traces = recorders.map(({ read }) => read());
    await writeArray(outputs, 'scores', { dtype: 'float32', shape: [scores.length], data: scores });
    await outputs.write('steps', 'application/x-npy', writeTraces(traces, stepColumns));
    const firstTest = labels.length - test;
    const verdicts = budgets.map((epsilon, block): BudgetVerdict => {
      const rows = Array.from({ length: test }, (_, at) => block * labels.length + firstTest + at);
      return {
        epsilon,
        attacked: test,
        successful: rows.filter((row) => columns.success[row] === 1).length,
        evasions: evasions({ ...columns, scores }, rows, thresholds),
      };
    });
    const from = Math.max(firstTest, labels.length - checkedImages);
    const largest = budgets.reduce((most, budget) => (most === null || (budget ?? 0) > most ? budget : most));
    const again = { images, labels, from, params: params.parameters, largest, context };
    const trials = await resumeOne(checkpoints, 'trials', () => triedAgain({ method, known, model }, again));
    known.dispose();
    model.dispose();
    const checks = [lossFalls(traces), ...trials];
    return { ...results, verdict: { budgets: verdicts, checks } };
  },
});

function findAdaptiveAttack(id: string): AdaptiveAttack {
  const attack = adaptiveAttacks.find((known) => known.id === id);
  if (attack) return attack;
  const known = adaptiveAttacks.map((one) => one.id).join(', ');
  throw new CoreError('PARAMETERS', `attack: expected one of ${known}, got ${id}`);
}

/** The detector that the attacker is given, with thresholds from authentic validation images of the sample it was fitted with. */
async function knownDetector(
  inputs: ReadonlyMap<string, InputRun>,
  {
    real,
    model,
    softForm,
    context,
  }: {
    real: FittedDetector;
    model: Classifier;
    softForm: (typeof softForms)[number];
    context: Context;
  },
): Promise<AttackedDetector> {
  const surrogate = inputs.get('surrogate');
  const given = surrogate
    ? await readDetector(surrogate, inputRun(inputs, 'surrogateReferenceSet'), context.seed)
    : real;
  const sampleRun = inputRun(inputs, surrogate ? 'surrogateSample' : 'sample');
  const dataset = inputRun(inputs, 'dataset');
  const sample = await readSample(sampleRun, { dataset, layers: given.layers });
  const reading = { layers: given.layers, images: given.detector.needs.images ? model : null };
  const authentic: Queries = gatherQueries([authenticRows(sample, 'validation')], reading);
  return attackedDetector({ ...given, model, softForm }, authentic, context);
}

/** The detector's thresholds at its false positive rates, as its fit fixed them. */
function fixedThresholds(run: InputRun): FixedThreshold[] {
  return detectorResults
    .parse(run.results)
    .thresholds.flatMap(({ rule, rate, threshold }) =>
      rule === 'falsePositiveRate' && rate !== null && threshold !== null
        ? [{ falsePositiveRate: rate, threshold }]
        : [],
    );
}
