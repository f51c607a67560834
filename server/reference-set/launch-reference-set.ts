import type { ReferenceSet } from '@fiducial/prisma/client';
import { checkSplit } from '../dataset/check-split';
import type { ApiContext } from '../graphql/context';
import { findModel } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { InvalidInputError } from '../user-error';

/** A reference set to be built. */
export interface BuildReferenceSetInput extends LaunchInput {
  readonly modelId: string;
  readonly splitName?: string | null | undefined;
  /** None given means all taps of the model. */
  readonly layers?: readonly string[] | null | undefined;
  /** Whether reference points are made of correctly classified images only. */
  readonly correctOnly?: boolean | null | undefined;
  /** Members of each class that medoids are looked for among; none given means exact medoids. */
  readonly medoidSample?: number | null | undefined;
}

/** Plans the extraction of a split's activations. @throws {InvalidInputError} for layers that are not taps */
export async function buildReferenceSet(
  context: ApiContext,
  input: BuildReferenceSetInput,
): Promise<PlannedLaunch<ReferenceSet>> {
  const model = await findModel(context, input.modelId);
  const splitName = input.splitName ?? 'train';
  await checkSplit(context.prisma, model.datasetId, splitName);
  const wanted = input.layers?.length ? input.layers : model.taps;
  if (wanted.length === 0)
    throw new InvalidInputError(`layers: ${model.name} has none yet: wait until its run has succeeded`, {
      field: 'layers',
    });
  const unknown = wanted.find((layer) => !model.taps.includes(layer));
  if (unknown)
    throw new InvalidInputError(`layers: expected some of ${model.taps.join(', ')}, got ${unknown}`, {
      field: 'layers',
      expected: model.taps.join(', '),
      received: unknown,
    });
  const layers = model.taps.filter((layer) => wanted.includes(layer));
  return launch<ReferenceSet>(
    context,
    {
      input,
      defaultName: `Activations of ${model.name}`,
      request: {
        projectId: model.projectId,
        kind: 'buildReferenceSet',
        params: {
          splitName,
          layers,
          correctOnly: input.correctOnly ?? false,
          medoidSample: input.medoidSample ?? undefined,
        },
        inputs: { dataset: model.dataset.runId, model: model.runId },
      },
    },
    {
      find: (tx, run) => tx.referenceSet.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.referenceSet.create({ data: { ...columns, modelId: model.id, splitName, layers } }),
    },
  );
}
