import type { Dataset } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findProject } from '../launch/find-things';
import { type LaunchInput, launch } from '../launch/launch';
import { completedUploads } from '../upload/uploads';
import { InvalidInputError } from '../user-error';

const idxFiles = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;

/** A data set to be imported: exactly one source is given. */
export interface ImportDatasetInput extends LaunchInput {
  readonly projectId: string;
  readonly description?: string | null | undefined;
  readonly source: {
    readonly builtInDigits?: { readonly testFraction?: number | null | undefined } | null | undefined;
    /** Ids of completed uploads. */
    readonly idx?:
      | (Record<(typeof idxFiles)[number], string> & {
          readonly classNames?: readonly string[] | null | undefined;
        })
      | null
      | undefined;
  };
}

/** Launches the import of a data set. @throws {InvalidInputError} @throws {NotFoundError} */
export async function importDataset(context: ApiContext, input: ImportDatasetInput): Promise<Dataset> {
  const project = await findProject(context, input.projectId);
  const { source, uploads, defaultName } = await sourceOf(context, input);
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

async function sourceOf(
  context: ApiContext,
  { projectId, source: { builtInDigits, idx } }: ImportDatasetInput,
) {
  if (builtInDigits) {
    const testFraction = builtInDigits.testFraction ?? 0.2;
    if (!(testFraction > 0 && testFraction < 1))
      throw new InvalidInputError(
        `source.builtInDigits.testFraction: expected a number between 0 and 1, got ${testFraction}`,
        { field: 'source.builtInDigits.testFraction' },
      );
    return { source: { type: 'builtInDigits', testFraction }, uploads: {}, defaultName: 'Built-in digits' };
  }
  if (!idx) throw new InvalidInputError('source: expected builtInDigits or idx', { field: 'source' });
  const files = await completedUploads(context, { projectId, ids: idxFiles.map((name) => idx[name]) });
  const uploads = Object.fromEntries(idxFiles.map((name, index) => [name, files[index]?.digest ?? '']));
  const classNames = idx.classNames ? { classNames: [...idx.classNames] } : {};
  return { source: { type: 'idx', ...uploads, ...classNames }, uploads, defaultName: 'IDX data set' };
}
