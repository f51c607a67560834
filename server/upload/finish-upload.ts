import type { PrismaClient } from '@fiducial/prisma/client';
import { reserveBytes } from '../artifact/reserve';
import type { ArtifactStore } from '../artifact/store';
import { outsideBudget } from '../graphql/request-budget';
import { InvalidInputError, LimitError } from '../user-error';
import { type CheckLimits, checkFile, OtherBytesError } from './check/check-file';
import { dropStagedUpload, stagedUpload } from './staged-upload';

/** An upload all of whose bytes have come. */
export interface WholeUpload {
  readonly id: string;
  readonly kind: string;
  readonly bytes: bigint;
  readonly digest: string;
}

/** Checks files that have come whole, and takes them in. */
export interface Finisher {
  /**
   * Whoever asks for the same upload waits for the same check, which goes on when nobody waits any more. An upload whose
   * content is refused is spent; of one with other bytes than announced the right ones may still come. Either way nothing
   * of it stays in staging.
   *
   * @throws {InvalidInputError} @throws {LimitError} @throws what the store and the database throw: then the bytes stay
   */
  finish(upload: WholeUpload): Promise<void>;
  /** Whether an upload is being checked. */
  busy(id: string): boolean;
}

/** For all uploads of this process. */
export function openFinisher(
  place: { prisma: PrismaClient; store: ArtifactStore },
  limits: CheckLimits,
): Finisher {
  const underWay = new Map<string, Promise<void>>();
  return {
    busy: (id) => underWay.has(id),
    finish: (upload) => {
      const known = underWay.get(upload.id);
      if (known) return known;
      const finishing = outsideBudget(() => finishUpload(place, upload, limits)).finally(() =>
        underWay.delete(upload.id),
      );
      underWay.set(upload.id, finishing);
      return finishing;
    },
  };
}

async function finishUpload(
  { prisma, store }: { prisma: PrismaClient; store: ArtifactStore },
  { id, kind, digest, bytes: announced }: WholeUpload,
  limits: CheckLimits,
): Promise<void> {
  const file = stagedUpload(store.folder, id);
  const bytes = Number(announced);
  try {
    await checkFile({ file, kind, digest, bytes }, limits);
  } catch (error) {
    if (!(error instanceof InvalidInputError || error instanceof LimitError)) throw error;
    if (!(error instanceof OtherBytesError))
      await prisma.upload.updateMany({ where: { id }, data: { refusal: error.message } });
    await dropStagedUpload(store.folder, id);
    throw error;
  }
  // On record before they are moved, so that no file rests in the store without a record.
  await reserveBytes(prisma, [{ digest, bytes, mediaType: 'application/octet-stream' }]);
  await store.adopt(file, { digest, bytes });
  await prisma.upload.updateMany({ where: { id }, data: { completedAt: new Date() } });
}
