import type { PrismaClient } from '@fiducial/prisma/client';
import type { ArtifactStore } from '../artifact/store';

/** What a check looks at. */
export interface Verified {
  readonly prisma: PrismaClient;
  /** Address of the database, by which processes are told from those of another installation. */
  readonly url: string;
  readonly store: ArtifactStore;
  /** Whether files are hashed; else their sizes are compared. */
  readonly hash: boolean;
  /** How long a worker may be silent before it counts as dead. */
  readonly leaseMs: number;
}

/** Something that ought not to be. */
export interface Finding {
  /** What it is about, such as `run 01a2…`. */
  readonly subject: string;
  /** What is wrong: expected X, got Y. */
  readonly problem: string;
}

/** One promise of the product, with how it is looked at. */
export interface Check {
  readonly name: string;
  /** What holds when nothing is found. */
  readonly promise: string;
  readonly look: (verified: Verified) => Promise<readonly Finding[]>;
}
