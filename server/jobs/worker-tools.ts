import type { PrismaClient } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';
import type { BackendData } from '../compute/messages';
import type { Versions } from '../versions';
import type { StorePatience } from './store-patience';

/** What a worker has that its runs need. */
export interface WorkerTools {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly patience: StorePatience;
  readonly backend: BackendData;
  readonly versions: Versions;
  /** Limit of a child's resident memory; 0 for none. */
  readonly childMemoryBytes: number;
  /** Threads that a child computes with; 0 lets TensorFlow decide. */
  readonly childThreads: number;
}
