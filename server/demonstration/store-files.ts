import { sha256 } from '@fiducial/formats';
import type { Transaction } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';

/** Files in the store, by the role that they have for a run. */
export type StoredFiles = Readonly<Record<string, { readonly digest: string; readonly bytes: number }>>;

/** Puts files, role -> bytes, into the store. */
export async function storeFiles(
  store: ArtifactStore,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<StoredFiles> {
  const entries = Object.entries(files).map(async ([role, bytes]) => {
    const stored = await store.put([bytes], sha256(bytes));
    return [role, stored] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Records that the files are there, so that runs may read them. */
export async function recordFiles(tx: Transaction, files: StoredFiles): Promise<void> {
  for (const { digest, bytes } of Object.values(files))
    await tx.artifact.upsert({
      where: { digest },
      update: {},
      create: { digest, bytes, mediaType: 'application/octet-stream' },
    });
}

/** Role -> sha256, as a run takes its uploads. */
export function digestsOf(files: StoredFiles): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([role, { digest }]) => [role, digest]));
}
