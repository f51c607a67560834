import type { Run, Transaction } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { reorderJob } from '../jobs/queue';
import { ConflictError } from '../user-error';
import { isUnbegun } from './run-statuses';

/** Which runs of a team are taken first. Other teams are not affected: whose turn it is comes before. */
export const RunPriorityEnum = builder.enumType('RunPriority', {
  description: 'Which runs of a team are taken first. Whose turn it is among teams does not depend on it.',
  values: {
    LOW: { value: -1, description: 'After all others of the team.' },
    NORMAL: { value: 0, description: 'In the order of launches.' },
    HIGH: { value: 1, description: 'Before all others of the team.' },
  } as const,
});

/** One of them: -1, 0 or 1. */
export type RunPriority = typeof RunPriorityEnum.$inferType;

/** The priority that a column holds. */
export const priorityOf = (column: number): RunPriority => (column < 0 ? -1 : column > 0 ? 1 : 0);

/**
 * Gives a run that nobody has begun another place among those of its team; returns the one that it had.
 *
 * @throws {ConflictError} for a run that was begun
 */
export async function setRunPriority(
  tx: Transaction,
  { id }: Pick<Run, 'id'>,
  priority: RunPriority,
): Promise<number> {
  const [row] = await tx.$queryRaw<Pick<Run, 'status' | 'priority'>[]>`
    SELECT status, priority FROM "Run" WHERE id = ${id}::uuid FOR UPDATE`;
  if (!row || !isUnbegun(row.status))
    throw new ConflictError(
      `priority: expected a run that waits or is queued, got one that is ${row?.status.toLowerCase() ?? 'gone'}`,
    );
  await tx.run.update({ where: { id }, data: { priority } });
  if (row.status === 'QUEUED') await reorderJob(tx, id, priority);
  return row.priority;
}
