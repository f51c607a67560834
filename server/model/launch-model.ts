import { expectedGot } from '@fiducial/core/expected-got';
import { architectures } from '@fiducial/core/models';
import { FormatError, modelFormat } from '@fiducial/formats';
import type { Model, ModelFormat, Upload } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findDataset } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { checkParameters, chosenMethod, type MethodChoice } from '../method/chosen-method';
import { completedUploads } from '../upload/uploads';
import { InvalidInputError, invalidInput } from '../user-error';
import { registerModelParams } from './register-model.task';

/** A classifier to be trained. */
export interface TrainModelInput extends LaunchInput {
  readonly datasetId: string;
  readonly architecture: MethodChoice;
}

/** Plans the training of a classifier on a data set. @throws {InvalidInputError} */
export async function trainModel(context: ApiContext, input: TrainModelInput): Promise<PlannedLaunch<Model>> {
  const dataset = await findDataset(context, input.datasetId);
  const { method, parameters } = chosenMethod(architectures, input.architecture, 'architecture');
  const params = { architecture: method.id, ...checkParameters(method, parameters, 'architecture') };
  return launch<Model>(
    context,
    {
      input,
      defaultName: `${method.title} on ${dataset.name}`,
      request: {
        projectId: dataset.projectId,
        kind: 'trainModel',
        params,
        inputs: { dataset: dataset.runId },
      },
    },
    {
      find: (tx, run) => tx.model.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.model.create({
          data: { ...columns, datasetId: dataset.id, taps: [...method.taps], bounds: [0, 1] },
        }),
    },
  );
}

/** An uploaded TF.js model, of layers or in graph format, to be taken in. */
export interface RegisterModelInput extends LaunchInput {
  readonly datasetId: string;
  /** Upload of model.json. */
  readonly modelJsonUploadId: string;
  /** Uploads of the weight files, named as model.json names them. */
  readonly weightUploadIds: readonly string[];
  readonly bounds?: readonly number[] | null | undefined;
  readonly taps?: readonly string[] | null | undefined;
  /** What is done to each channel before the network sees it. */
  readonly normalization?:
    | { readonly mean: readonly number[]; readonly std: readonly number[] }
    | null
    | undefined;
  /** Which of the model's outputs the classes of the data set are. */
  readonly outputClasses?: readonly number[] | null | undefined;
}

/** Plans the check and measurement of an uploaded model. @throws {InvalidInputError} @throws {NotFoundError} */
export async function registerModel(
  context: ApiContext,
  input: RegisterModelInput,
): Promise<PlannedLaunch<Model>> {
  const dataset = await findDataset(context, input.datasetId);
  const [json] = await completedUploads(context, {
    projectId: dataset.projectId,
    ids: [input.modelJsonUploadId],
  });
  const format = await formatOf(context, json);
  const weights = await completedUploads(context, {
    projectId: dataset.projectId,
    ids: input.weightUploadIds,
  });
  const given = {
    weightFiles: weights.map(({ fileName }) => fileName),
    taps: input.taps ?? [],
    bounds: input.bounds ?? undefined,
    normalization: input.normalization ?? undefined,
    outputClasses: input.outputClasses ?? undefined,
  };
  const parsed = registerModelParams.safeParse(given, expectedGot);
  if (!parsed.success) throw invalidInput(parsed.error);
  const params = parsed.data;
  // By now no two of these names are the same.
  const uploads = Object.fromEntries([
    ['model.json', json?.digest ?? ''],
    ...weights.map(({ fileName, digest }) => [fileName, digest] as const),
  ]);
  return launch<Model>(
    context,
    {
      input,
      defaultName: `Uploaded model for ${dataset.name}`,
      request: {
        projectId: dataset.projectId,
        kind: 'registerModel',
        params,
        inputs: { dataset: dataset.runId },
        uploads,
      },
    },
    {
      find: (tx, run) => tx.model.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.model.create({
          data: {
            ...columns,
            datasetId: dataset.id,
            taps: [...(input.taps ?? [])],
            bounds: params.bounds,
            format,
          },
        }),
    },
  );
}

/** No model.json of the largest networks is as long. */
const mostJsonBytes = 64e6;

/** What a model.json says that it is: known at once, so that what cannot be done with it is refused at submit. */
async function formatOf(
  { store }: Pick<ApiContext, 'store'>,
  json: Upload | undefined,
): Promise<ModelFormat> {
  const field = 'modelJson';
  const { digest, bytes } = json ?? { digest: '', bytes: 0n };
  if (bytes > mostJsonBytes)
    throw new InvalidInputError(`${field}: expected at most ${mostJsonBytes} bytes, got ${bytes}`, { field });
  try {
    const text = Buffer.from(await store.read(digest)).toString('utf8');
    return modelFormat(text) === 'graph-model' ? 'GRAPH' : 'LAYERS';
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InvalidInputError(`${field}: ${error.message}`, { field });
  }
}
