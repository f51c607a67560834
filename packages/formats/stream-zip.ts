import { Zip, ZipPassThrough } from 'fflate';
import { FormatError } from './format-error';

/** A file on its way into an archive. */
export interface StreamedFile {
  /** Path inside, with `/` between folders. */
  readonly path: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Beyond this, sizes need the 64-bit records of ZIP, which are not written here. */
export const mostZipBytes = 4e9;

/**
 * A ZIP archive of files as they are, not compressed, chunk by chunk: memory holds one chunk. The same files give the
 * same bytes; all are dated `modified`, 1980 to 2099.
 *
 * @throws {FormatError} when the archive grows beyond `mostZipBytes`
 */
export async function* streamZip(
  files: Iterable<StreamedFile>,
  { modified }: { modified: Date },
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let bytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  function* taken() {
    for (const chunk of ready.splice(0)) {
      bytes += chunk.length;
      if (bytes > mostZipBytes)
        throw new FormatError(`archive: expected at most ${mostZipBytes} bytes, got more`);
      yield chunk;
    }
  }
  for (const { path, chunks } of files) {
    const file = new ZipPassThrough(path);
    file.mtime = modified;
    zip.add(file);
    for await (const chunk of chunks) {
      file.push(chunk);
      yield* taken();
    }
    file.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
