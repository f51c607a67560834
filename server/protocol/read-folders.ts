import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { expectedGot } from '@fiducial/core/expected-got';
import { storedZip } from '@fiducial/formats';
import { z } from 'zod';
import { SetUpError } from '../set-up-error';

/** Files of a source of images on disk, by the roles that the import gives them, and the source without its digests. */
export interface FolderSource {
  readonly name: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The source's parameters once the files are stored under these digests. */
  readonly source: (digests: Readonly<Record<string, string>>) => Record<string, unknown>;
}

/** How a folder of images is to be read: columns of labels.csv, and how many training images of each class are kept. */
export interface ImagesAsked {
  readonly size?: number | undefined;
  readonly classColumn: string | null;
  readonly testColumn: string | null;
  readonly trainPerClass: number | null;
}

/** Share of sprite sheets kept for testing: 1,200 of 4,000 images leave the 1,000 of a sample after those misclassified. */
const spriteTestFraction = 0.3;

/** Height and width that images of a folder are brought to when the model does not say. */
const usualSize = 224;

/**
 * Images of a folder: sprite sheets with labels.json, or files below it with labels.csv, or folders by class.
 *
 * @throws {SetUpError} for a folder that cannot be read, or holds none of these
 */
export async function readImages(
  folder: string,
  { size = usualSize, classColumn, testColumn, trainPerClass }: ImagesAsked,
): Promise<FolderSource> {
  const names = await listed(folder, false);
  const name = basename(resolve(folder));
  const sheets = names.filter((file) => file.endsWith('.png')).sort();
  if (sheets.length > 0 && names.includes('labels.json')) {
    const files: Record<string, Uint8Array> = { labels: await readFile(join(folder, 'labels.json')) };
    for (const [index, sheet] of sheets.entries())
      files[`sheet/${index}`] = await readFile(join(folder, sheet));
    return {
      name,
      files,
      source: (digests) => ({
        type: 'spriteSheets',
        sheets: sheets.map((_, index) => digests[`sheet/${index}`]),
        labels: digests.labels,
        testFraction: spriteTestFraction,
      }),
    };
  }
  const paths = (await listed(folder, true)).filter(
    (path) => /\.(jpe?g|png)$/i.test(path) || path === 'labels.csv',
  );
  if (paths.length === 0)
    throw new SetUpError(
      `--data: expected images with labels.json, labels.csv or class folders, got ${folder}`,
    );
  if (paths.includes('labels.csv') && !classColumn)
    throw new SetUpError(
      `--class-column: expected the column of ${join(folder, 'labels.csv')} that names classes`,
    );
  const entries: Record<string, Uint8Array> = {};
  for (const path of paths) entries[path] = await readFile(join(folder, path));
  return {
    name,
    files: { archive: storedZip(entries) },
    source: ({ archive }) => ({
      type: 'imageFolder',
      archive,
      size,
      ...(trainPerClass && { trainPerClass }),
      ...(classColumn && { classColumn }),
      ...(testColumn && { testColumn }),
    }),
  };
}

const layer = z.object({ config: z.object({ batch_input_shape: z.array(z.int().nullable()).optional() }) });
const layers = z.union([
  z.array(layer),
  z.object({ layers: z.array(layer) }).transform((config) => config.layers),
]);
const modelFile = z.object({
  weightsManifest: z.array(z.object({ paths: z.array(z.string()) })),
  modelTopology: z.union([
    z
      .object({ model_config: z.object({ config: layers }) })
      .transform((topology) => topology.model_config.config),
    z.object({ config: layers }).transform((topology) => topology.config),
  ]),
});

/**
 * A layers-model on disk: its files by name, the weight files in the order of model.json, and the height of its images.
 *
 * @throws {SetUpError} for a folder without one
 */
export async function readModelFolder(folder: string) {
  const json = await readFile(join(folder, 'model.json')).catch(() => {
    throw new SetUpError(`--model: expected a folder with model.json, got ${folder}`);
  });
  const { weightsManifest, modelTopology } = readJson('--model', join(folder, 'model.json'), json, modelFile);
  const weightFiles = weightsManifest.flatMap(({ paths }) => paths);
  const files: Record<string, Uint8Array> = { 'model.json': json };
  for (const file of weightFiles)
    files[file] = await readFile(join(folder, file)).catch(() => {
      throw new SetUpError(
        `--model: expected the weights ${file} that model.json names, got none in ${folder}`,
      );
    });
  const [, size] =
    modelTopology.find(({ config }) => config.batch_input_shape)?.config.batch_input_shape ?? [];
  return { name: basename(resolve(folder)), files, weightFiles, size: size ?? undefined };
}

/** @throws {SetUpError} for text that is no JSON, or JSON of another form */
function readJson<Schema extends z.ZodType>(
  option: string,
  path: string,
  bytes: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new SetUpError(`${option}: expected JSON in ${path}, got: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value, expectedGot);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SetUpError(`${option}: ${path}: ${issue?.path.join('.')}: ${issue?.message}`);
}

const classList = z.array(z.object({ index: z.int(), wnid: z.string().optional(), name: z.string() }));

/**
 * For each class of the images the output of the model that is it, by WordNet id or name.
 *
 * @throws {SetUpError} for a class that the list lacks
 */
export async function outputsOf(file: string, classNames: readonly string[]): Promise<number[]> {
  const text = await readFile(file).catch(() => {
    throw new SetUpError(`--classes: expected a file, got ${file}`);
  });
  const list = readJson('--classes', file, text, classList);
  return classNames.map((name) => {
    const found = list.find((entry) => entry.wnid === name || entry.name === name);
    if (!found) throw new SetUpError(`--classes: expected an entry for ${name}, got none`);
    return found.index;
  });
}

async function listed(folder: string, recursive: boolean): Promise<string[]> {
  try {
    return await readdir(folder, { recursive });
  } catch (error) {
    throw new SetUpError(`--data: expected a folder, got ${folder} (${(error as Error).message})`);
  }
}
