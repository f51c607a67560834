import { expectedGot } from '@fiducial/core/expected-got';
import type { z } from 'zod';
import type { ApiContext } from '../graphql/context';
import { completedUploads } from '../upload/uploads';
import { InvalidInputError, invalidInput } from '../user-error';
import { datasetSource } from './import-dataset.task';

const idxFiles = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;

type Maybe<T> = T | null | undefined;

/** Where images come from, as a client says it: exactly one field is given, and files are ids of completed uploads. */
export interface DatasetSourceInput {
  readonly builtInDigits?: Maybe<{ readonly testFraction?: Maybe<number> }>;
  readonly mnist?: Maybe<object>;
  readonly idx?: Maybe<
    Readonly<Record<(typeof idxFiles)[number], string>> & { readonly classNames?: Maybe<readonly string[]> }
  >;
  readonly imageFolder?: Maybe<{
    readonly archive: string;
    readonly color?: Maybe<string>;
    readonly size?: Maybe<number>;
    readonly testFraction?: Maybe<number>;
    readonly classColumn?: Maybe<string>;
    readonly testColumn?: Maybe<string>;
    readonly trainPerClass?: Maybe<number>;
  }>;
  readonly spriteSheets?: Maybe<{
    readonly sheets: readonly string[];
    readonly labels: string;
    readonly height?: Maybe<number>;
    readonly width?: Maybe<number>;
    readonly color?: Maybe<string>;
    readonly testFraction?: Maybe<number>;
  }>;
}

/** A source as the task takes it. */
interface ChosenSource {
  readonly source: z.output<typeof datasetSource>;
  /** Role -> sha256 of what was uploaded. */
  readonly uploads: Readonly<Record<string, string>>;
  readonly defaultName: string;
}

/** The source that was chosen, checked. @throws {InvalidInputError} @throws {NotFoundError} */
export async function chosenSource(
  context: ApiContext,
  projectId: string,
  { builtInDigits, mnist, idx, imageFolder, spriteSheets }: DatasetSourceInput,
): Promise<ChosenSource> {
  const uploaded = async (ids: Readonly<Record<string, string>>) => {
    const roles = Object.keys(ids);
    const files = await completedUploads(context, { projectId, ids: Object.values(ids) });
    return Object.fromEntries(roles.map((role, index) => [role, files[index]?.digest ?? '']));
  };
  if (builtInDigits)
    return checked('builtInDigits', builtInDigits, { uploads: {}, defaultName: 'Built-in digits' });
  if (mnist) return checked('mnist', {}, { uploads: {}, defaultName: 'MNIST' });
  if (idx) {
    const { classNames, ...ids } = idx;
    return checked('idx', { classNames }, { uploads: await uploaded(ids), defaultName: 'IDX data set' });
  }
  if (imageFolder) {
    const { archive, ...rest } = imageFolder;
    const uploads = await uploaded({ archive });
    return checked('imageFolder', rest, { uploads, defaultName: 'Image folder' });
  }
  if (spriteSheets) {
    const { sheets, labels, ...rest } = spriteSheets;
    const roles = Object.fromEntries(sheets.map((id, index) => [`sheet/${index}`, id]));
    const uploads = await uploaded({ ...roles, labels });
    const files = { sheets: sheets.map((_, index) => uploads[`sheet/${index}`]), labels: uploads.labels };
    return checked('spriteSheets', rest, { uploads, files, defaultName: 'Sprite sheets' });
  }
  throw new InvalidInputError('source: expected exactly one source, got none', { field: 'source' });
}

/** Holds parameters against the source's own schema. */
function checked(
  type: string,
  given: object,
  {
    uploads,
    files = uploads,
    defaultName,
  }: Pick<ChosenSource, 'uploads' | 'defaultName'> & {
    /** Parameters that name files, where they are not one for each upload. */
    readonly files?: object;
  },
): ChosenSource {
  const present = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const parsed = datasetSource.safeParse({ type, ...Object.fromEntries(present), ...files }, expectedGot);
  if (parsed.success) return { source: parsed.data, uploads, defaultName };
  throw invalidInput(parsed.error, 'source', type);
}
