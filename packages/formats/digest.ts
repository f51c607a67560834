import { createHash } from 'node:crypto';
import { bytesOf } from './npy';

/** sha256 in hexadecimal. */
export function sha256(...parts: (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** sha256 of each item: its pixels alone, so that the same image is known again under another label. */
export function itemDigests(images: Uint8Array, count: number): string[] {
  const size = images.length / count;
  return Array.from({ length: count }, (_, item) => sha256(images.subarray(item * size, (item + 1) * size)));
}

/** Identity of a split: sha256 over its items' digests and labels, in order. */
export function splitDigest(digests: readonly string[], labels: Int32Array): string {
  return sha256(digests.join('\n'), bytesOf(labels));
}

/** Number of items of `b` whose pixels are also in `a`; 0 proves two splits disjoint. */
export function commonItems(a: readonly string[], b: readonly string[]): number {
  const known = new Set(a);
  return b.filter((digest) => known.has(digest)).length;
}
