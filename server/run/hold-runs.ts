import { Prisma, type Transaction } from '@fiducial/prisma/client';
import { NotFoundError } from '../user-error';

/**
 * Keeps runs in their project until the transaction ends: nobody deletes them before what is being written about them is
 * there to go with them. Their workers write on meanwhile, unless `alone`.
 *
 * @throws {NotFoundError} for one that was deleted since it was looked at
 */
export async function holdRuns(
  tx: Transaction,
  { projectId, ids }: { projectId: string; ids: readonly string[] },
  { alone = false } = {},
): Promise<void> {
  const asked = [...new Set(ids)];
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Run" WHERE id = ANY(${asked}::uuid[]) AND "projectId" = ${projectId}::uuid
    ORDER BY id FOR ${alone ? Prisma.sql`UPDATE` : Prisma.sql`KEY SHARE`}`;
  if (held.length < asked.length) throw new NotFoundError('No such run.');
}
