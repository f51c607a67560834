import type { Env } from '../env';
import { openFolderStore } from './folder-store';
import type { ArtifactStore } from './store';

/** The store that the surroundings name. */
export function openArtifactStore({ artifactFolder }: Pick<Env, 'artifactFolder'>): Promise<ArtifactStore> {
  return openFolderStore(artifactFolder);
}
