import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The browser's own hash is faster and wants the whole file in memory; a page from http:// has none. */
const mostBytesAtOnce = 64e6;

/**
 * sha256 of a file, hexadecimal, without holding a large one in memory.
 *
 * @throws an AbortError when `signal` aborts
 */
export async function fileDigest(
  file: File,
  { signal, onRead }: { signal: AbortSignal; onRead: (bytes: number) => void },
): Promise<string> {
  const { subtle } = globalThis.crypto;
  if (file.size <= mostBytesAtOnce && subtle)
    return bytesToHex(new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer())));
  const hash = sha256.create();
  let read = 0;
  for (const reader = file.stream().getReader(); ; ) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return bytesToHex(hash.digest());
    hash.update(value);
    read += value.length;
    onRead(read);
  }
}
