import type { TestBed } from '@fiducial/prisma/client';
import { z } from 'zod';
import { checkFit, type FitRequest } from '../detector/check-fit';
import { checkAttackSets } from '../evaluation/launch-evaluation';
import type { ApiContext } from '../graphql/context';
import { checkName } from '../name';
import { checkSeeds } from '../run/check-seed';
import type { RunPriority } from '../run/run-priority';
import { inTransaction } from '../transaction';
import { datasetKey, givenModelKey, type PlannedRun } from './plan-bed';
import { type Started, startTestBed } from './start-test-bed';

/** Seeds of one repetition, at most. */
const mostSeeds = 20;

/** What the test bed of a repetition keeps in its parameters: the method. */
export const repeatParams = z.object({ repeats: z.string() });

/** A detector that is to be fitted and judged with several seeds. */
export interface RepeatDetectorInput extends FitRequest {
  readonly name?: string | null | undefined;
  readonly priority?: RunPriority | null | undefined;
  /** Attacks and controls on the sample. */
  readonly attackSetIds: readonly string[];
  readonly seeds: readonly number[];
}

/**
 * Fits a detector once a seed and judges each on the same inputs: an ordinary detector run and evaluation run a seed, tied
 * together by a test bed. The model, the sample, the attacks and the reference set are the same for all, so that nothing but
 * what is random in the detector differs.
 *
 * @throws {InvalidInputError}
 * @throws {NotFoundError}
 */
export async function repeatDetector(context: ApiContext, input: RepeatDetectorInput): Promise<TestBed> {
  const seeds = checkSeeds(input.seeds, { least: 2, most: mostSeeds });
  const fit = await checkFit(context, input);
  const { referenceSet, sample, method, params, trainOn } = fit;
  const judgedOn = await checkAttackSets(context, sample, input.attackSetIds);
  const title = checkName(input.name || fit.name, 'name');
  const { model } = sample;
  const plan = (seed: number) =>
    runsOf(seed, { title, method: method.id, parameters: params, trainOn, judgedOn });
  return inTransaction(context.prisma, (tx) =>
    startTestBed(tx, {
      projectId: sample.projectId,
      name: `${title}, ${seeds.length} seeds`,
      dataset: model.dataset,
      model,
      given: {
        sample,
        referenceSet,
        ...Object.fromEntries([...trainOn, ...judgedOn].map((set) => [set.id, set])),
      },
      seeds,
      plan,
      params: { repeats: method.id },
      priority: input.priority ?? 0,
      createdById: context.viewer.id,
      actor: context.viewer,
    }),
  );
}

interface Repeated {
  readonly title: string;
  readonly method: string;
  readonly parameters: Record<string, unknown>;
  readonly trainOn: readonly Started[];
  readonly judgedOn: readonly Started[];
}

/** The two runs of a seed. Every name says its seed, that of 0 as well: here the seeds are the point. */
function runsOf(seed: number, { title, method, parameters, trainOn, judgedOn }: Repeated): PlannedRun[] {
  const name = `${title} (seed ${seed})`;
  const common = {
    dataset: datasetKey,
    model: givenModelKey,
    sample: 'sample',
    referenceSet: 'referenceSet',
  };
  const roles = (sets: readonly Started[]) =>
    Object.fromEntries(sets.map(({ id }, index) => [`attackSet/${index}`, id]));
  return [
    {
      ...{ key: 'detector', name, seed },
      kind: 'fitDetector',
      params: { method, parameters },
      inputs: { ...common, ...roles(trainOn) },
    },
    {
      ...{ key: 'evaluation', name, seed },
      kind: 'evaluate',
      params: {},
      inputs: { ...common, detector: 'detector', ...roles(judgedOn) },
    },
  ];
}
