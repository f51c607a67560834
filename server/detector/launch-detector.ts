import type { Detector } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { checkFit, type FitRequest } from './check-fit';

/** A detector to be fitted. */
export interface FitDetectorInput extends LaunchInput, FitRequest {}

/** Plans the fit of a detector. @throws {InvalidInputError} @throws {NotFoundError} */
export async function fitDetector(
  context: ApiContext,
  input: FitDetectorInput,
): Promise<PlannedLaunch<Detector>> {
  const { referenceSet, sample, method, params, trainOn, name } = await checkFit(context, input);
  return launch<Detector>(
    context,
    {
      input,
      defaultName: name,
      request: {
        projectId: referenceSet.projectId,
        kind: 'fitDetector',
        params: { method: method.id, parameters: params },
        inputs: {
          dataset: sample.model.dataset.runId,
          model: sample.model.runId,
          referenceSet: referenceSet.runId,
          sample: sample.runId,
          ...Object.fromEntries(trainOn.map((set, index) => [`attackSet/${index}`, set.runId])),
        },
      },
    },
    {
      find: (tx, run) => tx.detector.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.detector.create({
          data: {
            ...columns,
            modelId: sample.modelId,
            referenceSetId: referenceSet.id,
            sampleId: sample.id,
            method: method.id,
            trainedOn: { create: trainOn.map((set, ordinal) => ({ attackSetId: set.id, ordinal })) },
          },
        }),
    },
  );
}
