import type { PrismaClient } from '@fiducial/prisma/client';
import type { Request, Response } from 'express';
import type { ArtifactStore } from '../artifact/store';
import { ConflictError, InvalidInputError } from '../user-error';
import type { UploadDesk } from './upload-desk';
import type { TeamUpload } from './uploads';

/** What takes bytes in. */
export interface UploadPlace {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly uploads: UploadDesk;
}

/** Answers a request at the address of an announced upload. */
export type AnswerUpload = (of: {
  upload: TeamUpload;
  request: Request;
  response: Response;
}) => Promise<void>;

/** @throws {ConflictError} for an upload that is finished @throws {InvalidInputError} for one that was refused */
export function assertOpen({ completedAt, refusal }: Pick<TeamUpload, 'completedAt' | 'refusal'>): void {
  if (completedAt) throw new ConflictError('The bytes of this upload have arrived already.');
  if (refusal !== null) throw new InvalidInputError(refusal, { field: 'file' });
}
