import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { checkExpansion } from './expansion';
import { FormatError } from './format-error';
import { declaredBytes, entriesOf, isSymbolicLink, type ZipLimits } from './zip';

/** A ZIP archive on disk, whose files are read one at a time. */
export interface OpenZip {
  /** Bytes of each file once unpacked, by its path. */
  readonly sizes: ReadonlyMap<string, number>;
  /** A file's bytes as they come, no more of them than the archive says. @throws {FormatError} without such a file */
  readonly stream: (path: string) => Promise<Readable>;
  /** A whole file. @throws {FormatError} without such a file, or when it is damaged */
  readonly read: (path: string) => Promise<Buffer>;
  readonly close: () => void;
}

/**
 * Opens a ZIP archive. Nothing is unpacked yet.
 *
 * @throws {FormatError} for what is no archive, a path that leaves it or is there twice, a link, an encrypted entry, or
 * more than `limits`, or sizes out of all proportion to the archive's
 */
export async function openZip(file: string, { maxFiles, maxBytes }: ZipLimits): Promise<OpenZip> {
  const archive = await opened(file);
  const entries = new Map<string, Entry>();
  try {
    if (archive.entryCount > maxFiles)
      throw new FormatError(`archive: expected at most ${maxFiles} files, got ${archive.entryCount}`);
    for await (const entry of entriesOf(archive)) {
      const { fileName } = entry;
      const shown = fileName.slice(0, 200);
      if (isSymbolicLink(entry))
        throw new FormatError(`archive: expected files, got a symbolic link ${shown}`);
      if (entry.isEncrypted()) throw new FormatError(`archive: expected plain files, got ${shown} encrypted`);
      if (entries.has(fileName))
        throw new FormatError(`archive: expected each path once, got ${shown} twice`);
      entries.set(fileName, entry);
    }
    checkExpansion('archive', {
      packed: archive.fileSize,
      unpacked: declaredBytes(entries.values()),
      maxBytes,
    });
  } catch (error) {
    archive.close();
    throw asFormatError(error);
  }
  const stream = (path: string) => openEntry(archive, entries.get(path), path);
  return {
    sizes: new Map([...entries].map(([path, { uncompressedSize }]) => [path, uncompressedSize])),
    stream,
    read: async (path) => {
      const from = await stream(path);
      return buffer(from).catch((error: unknown) => {
        throw asFormatError(error);
      });
    },
    close: () => archive.close(),
  };
}

/** What the reader of archives says, as bad input. */
function asFormatError(error: unknown): FormatError {
  if (error instanceof FormatError) return error;
  return new FormatError(
    `archive: expected a ZIP file, got: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function opened(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, archive) =>
      error ? reject(asFormatError(error)) : resolve(archive),
    );
  });
}

function openEntry(archive: ZipFile, entry: Entry | undefined, path: string): Promise<Readable> {
  if (!entry) throw new FormatError(`archive: expected a file ${path}, got none`);
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) =>
      error ? reject(asFormatError(error)) : resolve(stream),
    );
  });
}
