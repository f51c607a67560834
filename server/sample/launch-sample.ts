import { expectedGot } from '@fiducial/core/expected-got';
import type { Sample } from '@fiducial/prisma/client';
import { checkSplit } from '../dataset/check-split';
import type { ApiContext } from '../graphql/context';
import { findModel } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { InvalidInputError, invalidInput } from '../user-error';
import { sampleParams } from './draw-sample.task';

/** A sample to be drawn. */
export interface DrawSampleInput extends LaunchInput {
  readonly modelId: string;
  readonly splitName?: string | null | undefined;
  readonly train?: number | null | undefined;
  readonly validation?: number | null | undefined;
  readonly test?: number | null | undefined;
  readonly maxErrors?: number | null | undefined;
}

/** Plans the drawing of correctly classified images. @throws {InvalidInputError} for sizes that cannot be */
export async function drawSample(
  context: ApiContext,
  input: DrawSampleInput,
): Promise<PlannedLaunch<Sample>> {
  const model = await findModel(context, input.modelId);
  const { splitName, train, validation, test, maxErrors } = input;
  const given = Object.entries({ splitName, train, validation, test, maxErrors }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const parsed = sampleParams.safeParse(Object.fromEntries(given), expectedGot);
  if (!parsed.success) throw invalidInput(parsed.error);
  const params = parsed.data;
  const split = await checkSplit(context.prisma, model.datasetId, params.splitName);
  const wanted = params.train + params.validation + params.test;
  if (split && split.count < wanted)
    throw new InvalidInputError(
      `train + validation + test: expected at most ${split.count} images (split ${split.name}), got ${wanted}`,
      { field: 'train' },
    );
  return launch<Sample>(
    context,
    {
      input,
      defaultName: `${wanted.toLocaleString('en')} ${params.splitName} images`,
      request: {
        projectId: model.projectId,
        kind: 'drawSample',
        params,
        inputs: { dataset: model.dataset.runId, model: model.runId },
      },
    },
    {
      find: (tx, run) => tx.sample.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.sample.create({
          data: {
            ...columns,
            modelId: model.id,
            splitName: params.splitName,
            trainCount: params.train,
            validationCount: params.validation,
            testCount: params.test,
          },
        }),
    },
  );
}
