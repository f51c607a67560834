import type { Run, Transaction } from '@fiducial/prisma/client';
import { ConflictError } from '../user-error';

/**
 * The run that an idempotency key made before.
 *
 * @throws {ConflictError} when it was made for another request
 */
export async function earlierRun(
  tx: Transaction,
  {
    projectId,
    idempotencyKey,
    requestDigest,
  }: Pick<Run, 'projectId' | 'requestDigest'> & { readonly idempotencyKey?: string | null },
): Promise<Pick<Run, 'id' | 'projectId' | 'title'>> {
  const run = await tx.run.findUniqueOrThrow({
    where: { projectId_idempotencyKey: { projectId, idempotencyKey: idempotencyKey ?? '' } },
    select: { id: true, projectId: true, title: true, requestDigest: true },
  });
  if (run.requestDigest === requestDigest) return run;
  throw new ConflictError(
    `The idempotency key was used for another request already, which made run ${run.id}.`,
  );
}
