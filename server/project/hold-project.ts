import type { Transaction } from '@fiducial/prisma/client';
import { NotFoundError } from '../user-error';

/**
 * Keeps a project from being deleted or moved until the transaction ends. Called before any of its runs is locked, so that
 * whoever deletes it and whoever builds in it do not wait for each other.
 *
 * @throws {NotFoundError} for one that was deleted since it was looked at
 */
export async function holdProject(tx: Transaction, projectId: string): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Project" WHERE id = ${projectId}::uuid AND "deletedAt" IS NULL FOR SHARE`;
  if (held.length === 0) throw new NotFoundError('No such project.');
}
