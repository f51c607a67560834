import type { AttackSet, Evaluation } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findAttackSets, findDetector } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { InvalidInputError } from '../user-error';

/** An evaluation to be made. */
export interface EvaluateDetectorInput extends LaunchInput {
  readonly detectorId: string;
  /** Attacks and controls on the detector's sample. */
  readonly attackSetIds: readonly string[];
}

/** Plans the evaluation of a detector on the test partition of its sample. @throws {InvalidInputError} */
export async function evaluateDetector(
  context: ApiContext,
  input: EvaluateDetectorInput,
): Promise<PlannedLaunch<Evaluation>> {
  const detector = await findDetector(context, input.detectorId);
  const sets = await checkAttackSets(context, detector.sample, input.attackSetIds);
  return launch<Evaluation>(
    context,
    {
      input,
      defaultName: detector.name,
      request: {
        projectId: detector.projectId,
        kind: 'evaluate',
        params: {},
        inputs: {
          dataset: detector.model.dataset.runId,
          model: detector.model.runId,
          detector: detector.runId,
          referenceSet: detector.referenceSet.runId,
          sample: detector.sample.runId,
          ...Object.fromEntries(sets.map((set, index) => [`attackSet/${index}`, set.runId])),
        },
      },
    },
    {
      find: (tx, run) => tx.evaluation.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.evaluation.create({
          data: {
            ...columns,
            detectorId: detector.id,
            sampleId: detector.sampleId,
            attackSets: { create: sets.map((set, ordinal) => ({ attackSetId: set.id, ordinal })) },
          },
        }),
    },
  );
}

/**
 * Attacks and controls that a detector of a sample can be judged on, each once, oldest first: whoever names the same ones in
 * another order asks for the same inputs, by which evaluations are compared and earlier ones reused.
 *
 * @throws {InvalidInputError}
 * @throws {NotFoundError}
 */
export async function checkAttackSets(
  context: ApiContext,
  sample: { readonly id: string; readonly name: string },
  ids: readonly string[],
): Promise<AttackSet[]> {
  // An id begins with the time at which it was made.
  const sets = await findAttackSets(context, [...new Set(ids)].sort());
  if (!sets.some(({ control }) => !control))
    throw new InvalidInputError('attackSetIds: expected at least one attack set', { field: 'attackSetIds' });
  const foreign = sets.find((set) => set.sampleId !== sample.id);
  if (foreign)
    throw new InvalidInputError(`attackSetIds: expected attacks on ${sample.name}, got ${foreign.name}`, {
      field: 'attackSetIds',
    });
  return sets;
}
