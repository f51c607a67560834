import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { checkExpansion } from './expansion';
import { FormatError } from './format-error';

/** A file of an archive. */
export interface ZippedFile {
  /** Its path inside, with `/` between folders; never absolute and never upwards. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** What an archive may grow to. */
export interface ZipLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** Unix file type of a symbolic link, in the upper half of an entry's attributes. */
const symbolicLink = 0o120000;
const fileType = 0o170000;

/**
 * Reads every file of a ZIP archive into memory. Folders, and the records that macOS adds, are left out.
 *
 * @throws {FormatError} for a damaged archive, a path that leaves it, a link, an encrypted entry, more than `limits`, or sizes
 * out of all proportion to the archive's: before anything is unpacked
 */
export async function readZip(bytes: Uint8Array, { maxFiles, maxBytes }: ZipLimits): Promise<ZippedFile[]> {
  const files: ZippedFile[] = [];
  try {
    const archive = await open(bytes);
    if (archive.entryCount > 2 * maxFiles) throw tooManyFiles(maxFiles, archive.entryCount);
    const entries: Entry[] = [];
    for await (const entry of entriesOf(archive)) {
      const { fileName } = entry;
      if (fileName.endsWith('/') || fileName.startsWith('__MACOSX/') || fileName.endsWith('.DS_Store'))
        continue;
      if (isSymbolicLink(entry))
        throw new FormatError(`archive: expected files, got a symbolic link ${fileName.slice(0, 200)}`);
      if (entries.push(entry) > maxFiles) throw tooManyFiles(maxFiles, entries.length);
    }
    checkExpansion('archive', { packed: bytes.length, unpacked: declaredBytes(entries), maxBytes });
    for (const entry of entries) files.push({ path: entry.fileName, bytes: await contentOf(archive, entry) });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`archive: expected a ZIP file, got: ${(error as Error).message}`);
  }
  return files;
}

/** What entries say that they unpack to, together; while reading, none may be longer than it says. */
export function declaredBytes(entries: Iterable<Entry>): number {
  let total = 0;
  for (const { uncompressedSize } of entries) total += uncompressedSize;
  return total;
}

/** Whether an entry would be unpacked as a link. */
export function isSymbolicLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & fileType) === symbolicLink;
}

function tooManyFiles(most: number, got: number): FormatError {
  return new FormatError(`archive: expected at most ${most} files, got ${got}`);
}

/** yauzl checks names, sizes and, while reading, that an entry is as long as it says. */
function open(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      // Entries are read after the list of them has ended; a buffer needs no closing.
      { lazyEntries: true, autoClose: false },
      (error, archive) => (error ? reject(error) : resolve(archive)),
    );
  });
}

/** The entries of an archive that was opened with `lazyEntries`, in order. */
export async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      const done = (settle: () => void) => {
        archive.removeAllListeners();
        settle();
      };
      archive.once('entry', (next: Entry) => done(() => resolve(next)));
      archive.once('end', () => done(() => resolve(undefined)));
      archive.once('error', (error: Error) => done(() => reject(error)));
      archive.readEntry();
    });
    if (!entry) return;
    yield entry;
  }
}

function contentOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', reject);
      stream.once('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
