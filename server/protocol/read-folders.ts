import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Height and width that images of a folder are brought to when the model does not say. */
const usualSize = 224;

/**
 * Images of a folder: sprite sheets with labels.json, or files below it with labels.csv, or folders by class.
 *
 * @throws {SetUpError} for a folder that cannot be read, or holds none of these
 */
export async function readImages(
  folder: string,
  { size = usualSize, trainPerClass }: { size?: number | undefined; trainPerClass: number | null },
): Promise<FolderSource> {
  const names = await listed(folder, false);
  const name = folder.split('/').filter(Boolean).at(-1) ?? 'Images';
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
        testFraction: 0.3,
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
  const entries: Record<string, Uint8Array> = {};
  for (const path of paths) entries[path] = await readFile(join(folder, path));
  const table = entries['labels.csv'];
  return {
    name,
    files: { archive: storedZip(entries) },
    source: ({ archive }) => ({
      type: 'imageFolder',
      archive,
      size,
      ...(trainPerClass && { trainPerClass }),
      ...(table && columnsOf(Buffer.from(table).toString('utf8'))),
    }),
  };
}

/** Columns of labels.csv that say the class and, where there is one, which images the model has never seen. */
function columnsOf(csv: string): Record<string, string> {
  const columns = (csv.split(/\r?\n/)[0] ?? '').split(',').map((name) => name.trim());
  const classColumn = ['wnid', 'class', 'label'].find((name) => columns.includes(name)) ?? 'label';
  const testColumn = columns.find((name) => name === 'test' || name.startsWith('is_'));
  return { classColumn, ...(testColumn && { testColumn }) };
}

/** A layers-model on disk: its files by name, the weight files in the order of model.json, and the size of its images. */
export async function readModelFolder(folder: string) {
  const json = await readFile(join(folder, 'model.json')).catch(() => {
    throw new SetUpError(`--model: expected a folder with model.json, got ${folder}`);
  });
  const parsed = z
    .object({ weightsManifest: z.array(z.object({ paths: z.array(z.string()) })) })
    .safeParse(JSON.parse(json.toString('utf8')));
  const weightFiles = (parsed.data?.weightsManifest ?? []).flatMap(({ paths }) => paths);
  const files: Record<string, Uint8Array> = { 'model.json': json };
  for (const file of weightFiles) files[file] = await readFile(join(folder, file));
  const size = /"batch_input_shape":\s*\[null,\s*(\d+)/.exec(json.toString('utf8'))?.[1];
  return {
    name: folder.split('/').filter(Boolean).at(-1) ?? 'Model',
    files,
    weightFiles,
    size: size ? Number(size) : undefined,
  };
}

const classList = z.array(z.object({ index: z.int(), wnid: z.string().optional(), name: z.string() }));

/**
 * For each class of the images the output of the model that is it, by WordNet id or name.
 *
 * @throws {SetUpError} for a class that the list lacks
 */
export async function outputsOf(file: string, classNames: readonly string[]): Promise<number[]> {
  const list = classList.parse(JSON.parse(await readFile(file, 'utf8')));
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
