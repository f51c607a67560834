import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes as they may arrive: whole or chunk by chunk. */
export type Chunks = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Identity and size of bytes that rest on disk. */
export interface StoredBytes {
  /** sha256, hexadecimal. */
  readonly digest: string;
  readonly bytes: number;
}

/**
 * Writes `chunks` to a new `file`, folders made as needed, hashed on the way and flushed to disk before this returns.
 *
 * @throws a system error when the disk is full; the file is then incomplete and stays in its staging folder.
 */
export async function stageFile(file: string, chunks: Chunks): Promise<StoredBytes> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'wx');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) {
      hash.update(chunk);
      // Never short on a local file; `write` may be, so the whole chunk is written by `writeFile`.
      await handle.writeFile(chunk);
      bytes += chunk.byteLength;
    }
    await handle.sync();
    return { digest: hash.digest('hex'), bytes };
  } finally {
    await handle.close();
  }
}
