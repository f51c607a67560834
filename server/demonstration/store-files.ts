import { sha256 } from '@fiducial/formats';
import type { PrismaClient } from '@fiducial/prisma/client';
import { reserveBytes } from '../artifact/reserve';
import type { ArtifactStore } from '../artifact/store';

/** Files in the store, by the role that they have for a run. */
export type StoredFiles = Readonly<Record<string, { readonly digest: string; readonly bytes: number }>>;

/** Puts files, role -> bytes, into the store, on record before they get there, so that runs may read them. */
export async function storeFiles(
  { prisma, store }: { prisma: PrismaClient; store: ArtifactStore },
  files: Readonly<Record<string, Uint8Array>>,
): Promise<StoredFiles> {
  const entries = Object.entries(files).map(async ([role, bytes]) => {
    const digest = sha256(bytes);
    await reserveBytes(prisma, [{ digest, bytes: bytes.byteLength, mediaType: 'application/octet-stream' }]);
    const stored = await store.put([bytes], digest);
    return [role, stored] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Role -> sha256, as a run takes its uploads. */
export function digestsOf(files: StoredFiles): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([role, { digest }]) => [role, digest]));
}
