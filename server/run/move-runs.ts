import { Prisma, type Transaction } from '@fiducial/prisma/client';
import { thingTypes } from '../graphql/thing';

/** Tables whose rows belong to a run and name its project, beside the things. */
const ofRuns = ['RunParam', 'RunTag', 'MetricSeries', 'PublicLink', 'Comment'] as const;

/** Gives runs with all that belongs to them to another project of the same team. Points of curves stay where they are. */
export async function moveRuns(tx: Transaction, runIds: readonly string[], projectId: string): Promise<void> {
  const ids = Prisma.sql`${runIds}::uuid[]`;
  const to = Prisma.sql`SET "projectId" = ${projectId}::uuid`;
  await tx.$executeRaw`UPDATE "Run" ${to} WHERE id = ANY(${ids})`;
  for (const table of [...thingTypes, ...ofRuns])
    await tx.$executeRaw`UPDATE ${Prisma.raw(`"${table}"`)} ${to} WHERE "runId" = ANY(${ids})`;
  await tx.$executeRaw`
    UPDATE "Comment" ${to} WHERE "evaluationId" IN (SELECT id FROM "Evaluation" WHERE "runId" = ANY(${ids}))`;
}
