import { recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { inTransaction } from '../transaction';
import { findLoggedRun } from './logged-run';

/**
 * Deletes a logged run with its curves, parameters, tags and names of files, and writes down who did. Returns its id.
 *
 * @throws {NotFoundError}
 * @throws {ConflictError} for a run that a worker computes
 */
export async function deleteLoggedRun(context: ApiContext, runId: string): Promise<string> {
  const { id, projectId, title, status } = await findLoggedRun(context, runId);
  await inTransaction(context.prisma, async (tx) => {
    // The rows of curves hold thousands of points each: five million points are some hundreds of rows.
    const { count } = await tx.run.deleteMany({ where: { id } });
    if (count === 0) return; // somebody else was faster, and is written down
    const deed = { projectId, action: 'run.delete', subject: title, before: { status } };
    await recordProjectDeed(tx, context.viewer, deed);
  });
  return id;
}
