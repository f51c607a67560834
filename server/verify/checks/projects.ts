import { Prisma } from '@fiducial/prisma/client';
import type { Check } from '../check';

interface Row {
  readonly subject: string;
  readonly problem: string;
}

/** Nothing goes on unseen, and nothing is shown in a project that it does not belong to. */
export const projectsCheck: Check = {
  name: 'projects',
  promise: 'No run of a deleted project goes on, and whatever belongs to a run is in its project.',
  look: async ({ prisma }) => {
    const goingOn = Prisma.sql`
      SELECT 'run ' || r.id AS subject, 'expected an end, as its project was deleted, got ' || lower(r.status::text) AS problem
      FROM "Run" r JOIN "Project" p ON p.id = r."projectId"
      WHERE p."deletedAt" IS NOT NULL AND r.status IN ('WAITING', 'QUEUED', 'RUNNING') AND r."cancelRequestedAt" IS NULL`;
    // Whatever names its run and, so that it is found by it, the project of that run.
    const tables = await prisma.$queryRaw<{ name: string }[]>`
      SELECT table_name::text AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name IN ('runId', 'projectId') GROUP BY 1 HAVING count(*) = 2`;
    const strayed = tables.map(
      ({ name }) => Prisma.sql`
        SELECT 'run ' || r.id AS subject, 'expected its ' || ${name} || ' in project ' || r."projectId" || ', got ' || t."projectId" AS problem
        FROM ${Prisma.raw(`"${name}"`)} t JOIN "Run" r ON r.id = t."runId" WHERE r."projectId" <> t."projectId"`,
    );
    return prisma.$queryRaw<Row[]>(Prisma.join([goingOn, ...strayed], ' UNION ALL '));
  },
};
