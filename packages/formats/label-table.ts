import { FormatError } from './format-error';

/** A file of a folder, with its path from there. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Which columns of a table of labels say the class and the split. */
export interface LabelColumns {
  readonly classColumn: string;
  /** Rows with 1 or true here are test images, all others training images; without it, all are training images. */
  readonly testColumn?: string | undefined;
}

/** Files sorted into folders by class, `class/file`, as `readImageFolder` takes them. */
export interface SortedFiles {
  readonly train: readonly FolderFile[];
  readonly test: readonly FolderFile[];
}

/**
 * Sorts the files of a folder by a table of labels in CSV: a header line, a column `file` with paths within the folder, and
 * the columns asked for. Values hold no comma and no quotes. Files that the table does not name are left aside.
 *
 * @throws {FormatError} for a column that is not there, a file that is not there, or one named twice
 */
export function sortByLabels(
  files: readonly FolderFile[],
  csv: string,
  { classColumn, testColumn }: LabelColumns,
): SortedFiles {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line.trim() !== '');
  const columns = header.split(',').map((name) => name.trim());
  const placeOf = (name: string) => {
    const place = columns.indexOf(name);
    if (place < 0)
      throw new FormatError(
        `labels.csv: expected a column ${name.slice(0, 100)}, got ${columns.join(', ').slice(0, 300)}`,
      );
    return place;
  };
  const places = {
    file: placeOf('file'),
    of: placeOf(classColumn),
    test: testColumn === undefined ? undefined : placeOf(testColumn),
  };
  const byPath = new Map(files.map((file) => [file.path, file]));
  const sorted = { train: [] as FolderFile[], test: [] as FolderFile[] };
  const seen = new Set<string>();
  for (const [at, line] of lines.entries()) {
    const values = line.split(',').map((value) => value.trim());
    const path = values[places.file] ?? '';
    const file = byPath.get(path);
    const of = values[places.of];
    if (!file || seen.has(path) || !of)
      throw new FormatError(
        `labels.csv, line ${at + 2}: expected ${seen.has(path) ? 'each file once' : 'a file of the folder and its class'}, got ${line.slice(0, 200)}`,
      );
    seen.add(path);
    const isTest = places.test !== undefined && /^(1|true)$/i.test(values[places.test] ?? '');
    sorted[isTest ? 'test' : 'train'].push({
      path: `${of.replaceAll('/', '_')}/${path.replaceAll('/', '_')}`,
      bytes: file.bytes,
    });
  }
  return sorted;
}
