import type { Dataset } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findProject } from '../launch/find-things';
import { type LaunchInput, launch, type PlannedLaunch } from '../launch/launch';
import { chosenSource, type DatasetSourceInput } from './chosen-source';

/** A data set to be imported. */
export interface ImportDatasetInput extends LaunchInput {
  readonly projectId: string;
  readonly description?: string | null | undefined;
  readonly source: DatasetSourceInput;
}

/** Plans the import of a data set. @throws {InvalidInputError} @throws {NotFoundError} */
export async function importDataset(
  context: ApiContext,
  input: ImportDatasetInput,
): Promise<PlannedLaunch<Dataset>> {
  const project = await findProject(context, input.projectId);
  const { source, uploads, defaultName } = await chosenSource(context, project.id, input.source);
  return launch<Dataset>(
    context,
    {
      input,
      defaultName,
      request: { projectId: project.id, kind: 'importDataset', params: { source }, uploads },
    },
    {
      find: (tx, run) => tx.dataset.findUnique({ where: { runId: run.id } }),
      create: (tx, columns) =>
        tx.dataset.create({ data: { ...columns, description: input.description ?? '' } }),
    },
  );
}
