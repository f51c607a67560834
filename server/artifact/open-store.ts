import type { Env } from '../env';
import { openFolderStore } from './folder-store';
import type { ArtifactStore } from './store';

/** The store that the surroundings name. */
export async function openArtifactStore({
  artifactFolder,
  artifactBucket,
}: Pick<Env, 'artifactFolder' | 'artifactBucket'>): Promise<ArtifactStore> {
  if (!artifactBucket) return openFolderStore(artifactFolder);
  // The SDK is large, and most installations have no bucket.
  const { openS3Store } = await import('./s3-store');
  return openS3Store(artifactBucket, artifactFolder);
}
