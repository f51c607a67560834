import { openArtifactStore } from '../artifact/open-store';
import { patientStore } from '../artifact/patient-store';
import type { ArtifactStore } from '../artifact/store';
import { env } from '../env';
import { SetUpError } from '../set-up-error';

/** How long a command goes on while a bucket is away that was there when it began. */
const patience = { awayMs: 120_000, refusedMs: 10_000 };

/**
 * The store as a command uses it; `waits` for a bucket that goes away meanwhile, unless others would have to wait, too.
 *
 * @throws {SetUpError} when it is a bucket that cannot be used now
 */
export async function openCommandStore({ waits = true } = {}): Promise<ArtifactStore> {
  const store = await openArtifactStore(env);
  if (!env.artifactBucket) return store;
  const problem = await store.obstacle();
  if (!problem) return waits ? patientStore(store, patience) : store;
  throw new SetUpError(
    `${store.name}: ${problem} Nothing was done. "npm run fiducial -- doctor" says what to look at.`,
  );
}
