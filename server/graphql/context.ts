import type { PrismaClient } from '@fiducial/prisma/client';
import type { Response } from 'express';
import type { Credentials } from '../account/identity';
import type { Accounts } from '../account/open-accounts';
import type { Viewer } from '../account/viewer';
import type { ArtifactStore } from '../artifact/store';
import type { RunEventHub } from '../run/run-event-hub';
import type { Scorer } from '../scorer/open-scorer';
import type { UploadDesk } from '../upload/upload-desk';
import type { AdmitDocument } from './page-documents';
import type { Spend } from './rate-limit';

/** What every resolver is given. */
export interface ApiContext {
  readonly prisma: PrismaClient;
  readonly viewer: Viewer;
  /** Called with the cost of an operation before it is executed. @throws {GraphQLError} with the code RATE_LIMITED */
  readonly spend: Spend;
  /** Called with the text of a document before it is executed. @throws {GraphQLError} with the code PERSISTED_ONLY */
  readonly admit: AdmitDocument;
  /** Whether people have to sign in, and how they can. */
  readonly signIn: Accounts['signIn'];
  /** Names of what this server can do. */
  readonly features: readonly string[];
  readonly store: ArtifactStore;
  readonly uploads: UploadDesk;
  /** Scores single images while somebody waits. */
  readonly scorer: Scorer;
  /** Tells of events as they are written. */
  readonly runEvents: RunEventHub;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Who asks, by what came with the request, and what answers, for as long as somebody waits. */
export type ContextOf = (from: Credentials, signal: AbortSignal) => Promise<ApiContext>;

/** What a route answers with: the same, for as long as the response is open. */
export type ContextOfResponse = (response: Response) => Promise<ApiContext>;
