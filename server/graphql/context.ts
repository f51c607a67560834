import type { PrismaClient } from '@fiducial/prisma/client';
import type { SignInPolicy } from '../account/sign-in-policy';
import type { Viewer } from '../account/viewer';
import type { ArtifactStore } from '../artifact/store';
import type { RunEventHub } from '../run/run-event-hub';

/** What every resolver is given. */
export interface ApiContext {
  readonly prisma: PrismaClient;
  readonly viewer: Viewer;
  /** Whether people have to sign in, and how they can. */
  readonly signIn: SignInPolicy & { readonly openIdName: string | undefined };
  readonly store: ArtifactStore;
  /** Tells of events as they are written. */
  readonly runEvents: RunEventHub;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}
