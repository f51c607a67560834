import { parse } from 'csv-parse/sync';
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
 * the columns asked for. Files that the table does not name are left aside.
 *
 * @throws {FormatError} for text that is no CSV, a column or a file that is not there, or a file named twice
 */
export function sortByLabels(
  files: readonly FolderFile[],
  csv: string,
  { classColumn, testColumn }: LabelColumns,
): SortedFiles {
  const { columns, lines } = readTable(csv);
  for (const name of ['file', classColumn, ...(testColumn === undefined ? [] : [testColumn])])
    if (!columns.includes(name))
      throw new FormatError(
        `labels.csv: expected a column ${name.slice(0, 100)}, got ${columns.join(', ').slice(0, 300)}`,
      );
  const byPath = new Map(files.map((file) => [file.path, file]));
  const sorted = { train: [] as FolderFile[], test: [] as FolderFile[] };
  const seen = new Set<string>();
  for (const { record, line } of lines) {
    const path = record.file ?? '';
    const file = byPath.get(path);
    const of = record[classColumn];
    if (!file || seen.has(path) || !of)
      throw new FormatError(
        `labels.csv, line ${line}: expected ${seen.has(path) ? 'each file once' : 'a file of the folder and its class'}, got ${Object.values(record).join(',').slice(0, 200)}`,
      );
    seen.add(path);
    const isTest = testColumn !== undefined && /^(1|true)$/i.test(record[testColumn] ?? '');
    sorted[isTest ? 'test' : 'train'].push({
      path: `${of.replaceAll('/', '_')}/${path.replaceAll('/', '_')}`,
      bytes: file.bytes,
    });
  }
  return sorted;
}

interface Line {
  readonly record: Readonly<Record<string, string | undefined>>;
  readonly line: number;
}

function readTable(csv: string): { columns: readonly string[]; lines: readonly Line[] } {
  let columns: readonly string[] = [];
  try {
    const lines = parse<{ record: Record<string, string>; info: { lines: number } }>(csv, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
      columns: (header: string[]) => {
        columns = header;
        return header;
      },
    });
    return { columns, lines: lines.map(({ record, info }) => ({ record, line: info.lines })) };
  } catch (error) {
    throw new FormatError(`labels.csv: expected CSV, got: ${(error as Error).message.slice(0, 300)}`);
  }
}
