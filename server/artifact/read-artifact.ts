import { type NpyArray, npyHeader, npyHeaderBytes, readNpy } from '@fiducial/formats';
import type { PrismaClient } from '@fiducial/prisma/client';
import { LRUCache } from 'lru-cache';
import { NotFoundError } from '../user-error';
import type { ArtifactStore } from './store';

/** Where artifacts and their records are. */
export interface ArtifactAccess {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
}

/** An artifact of a run, by its name there. */
export interface ArtifactName {
  readonly runId: string;
  readonly name: string;
}

/** What was parsed from artifacts, by digest: a digest names its bytes for ever, so nothing here goes stale. */
const parsed = new LRUCache<string, { readonly value: object; readonly bytes: number }>({
  maxSize: 256e6,
  sizeCalculation: ({ bytes }) => Math.max(1, bytes),
});

/** Digest and size of a run's artifact. @throws {NotFoundError} */
async function findArtifact(
  { prisma }: ArtifactAccess,
  { runId, name }: ArtifactName,
): Promise<{ digest: string; bytes: number }> {
  const found = await prisma.runArtifact.findUnique({
    where: { runId_name: { runId, name } },
    include: { artifact: true },
  });
  if (!found) throw new NotFoundError(`${name}: this run has no such file (yet).`);
  return { digest: found.digest, bytes: Number(found.artifact.bytes) };
}

/** A whole artifact through `parse`, kept in memory for the next reader. One name is always parsed alike. */
export async function readParsed<T extends object>(
  access: ArtifactAccess,
  of: ArtifactName,
  parse: (bytes: Uint8Array) => T | Promise<T>,
): Promise<T> {
  const { digest, bytes } = await findArtifact(access, of);
  const key = `${of.name}:${digest}`;
  const known = parsed.get(key);
  if (known) return known.value as T; // the same name and digest were parsed before, by the same function
  const value = await parse(await access.store.read(digest));
  parsed.set(key, { value, bytes });
  return value;
}

/** Bytes that are read to learn an npy file's shape. */
const headBytes = 1024;

/** Some rows of an npy artifact, without reading the others. @throws {NotFoundError} */
export async function readRows(
  access: ArtifactAccess,
  of: ArtifactName,
  { first, count }: { first: number; count: number },
): Promise<NpyArray> {
  const { digest, bytes } = await findArtifact(access, of);
  const head = await access.store.readRange(digest, 0, Math.min(headBytes, bytes));
  const { dtype, shape, offset, rowBytes } = npyHeader(head);
  const [total = 0, ...rest] = shape;
  if (!(first >= 0 && first + count <= total))
    throw new NotFoundError(`${of.name}: expected rows below ${total}, got ${first}`);
  const data = await access.store.readRange(digest, offset + first * rowBytes, count * rowBytes);
  return readNpy(Buffer.concat([npyHeaderBytes(dtype, [count, ...rest]), data]));
}

/** Rows are read together up to so many bytes that nobody asked for. */
const mostBetweenBytes = 65_536;

/**
 * Rows of an npy artifact of 32-bit floats from anywhere in it, by their numbers, without reading those far from all.
 *
 * @throws {NotFoundError} when it has no such rows
 */
export async function readRowsAt(
  access: ArtifactAccess,
  of: ArtifactName,
  rows: readonly number[],
): Promise<{ readonly rows: ReadonlyMap<number, Float32Array>; readonly shape: readonly number[] }> {
  const { digest, bytes } = await findArtifact(access, of);
  const { dtype, shape, offset, rowBytes } = npyHeader(
    await access.store.readRange(digest, 0, Math.min(headBytes, bytes)),
  );
  const [total = 0, ...rest] = shape;
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const outside = sorted.find((row) => !(row >= 0 && row < total));
  if (outside !== undefined)
    throw new NotFoundError(`${of.name}: expected rows below ${total}, got ${outside}`);
  const found = new Map<number, Float32Array>();
  for (const span of spansOf(sorted, Math.floor(mostBetweenBytes / rowBytes))) {
    const [first = 0, last = 0] = [span[0], span.at(-1)];
    const count = last - first + 1;
    const read = await access.store.readRange(digest, offset + first * rowBytes, count * rowBytes);
    const { data } = readNpy(Buffer.concat([npyHeaderBytes(dtype, [count, ...rest]), read]));
    if (!(data instanceof Float32Array)) throw new Error(`${of.name}: expected 32-bit floats, got ${dtype}`);
    const width = data.length / count;
    for (const row of span) found.set(row, data.subarray((row - first) * width, (row - first + 1) * width));
  }
  return { rows: found, shape };
}

/** Ascending numbers in groups without a gap of more than `most` between neighbors. */
function spansOf(sorted: readonly number[], most: number): number[][] {
  return sorted.reduce<number[][]>((spans, row) => {
    const last = spans.at(-1);
    if (last && row - (last.at(-1) ?? 0) <= most + 1) last.push(row);
    else spans.push([row]);
    return spans;
  }, []);
}
