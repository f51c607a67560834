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
export async function findArtifact(
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
  parse: (bytes: Uint8Array) => T,
): Promise<T> {
  const { digest, bytes } = await findArtifact(access, of);
  const key = `${of.name}:${digest}`;
  const known = parsed.get(key);
  if (known) return known.value as T; // the same name and digest were parsed before, by the same function
  const value = parse(await access.store.read(digest));
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
