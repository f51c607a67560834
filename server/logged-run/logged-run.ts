import type { Run, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { found } from '../launch/find-things';
import { ConflictError, NotFoundError } from '../user-error';

/** The kind of a run that people log from their own code: no worker takes it, and no lease bears on it. */
export const loggedKind = 'logged';

type Scope = Pick<ApiContext, 'prisma' | 'viewer'>;

/** A run of the viewer's that takes values from outside. @throws {NotFoundError} @throws {ConflictError} */
export async function findLoggedRun(
  { prisma, viewer }: Scope,
  id: string,
): Promise<Pick<Run, 'id' | 'projectId'>> {
  const select = { id: true, projectId: true, kind: true, title: true } as const;
  const run = await found({ viewer }, 'run', (project) =>
    prisma.run.findFirst({ where: { id, project }, select }),
  );
  if (run.kind === loggedKind) return run;
  throw new ConflictError(`run: expected a logged run, got “${run.title}”, which a worker computes`);
}

/** A logged run whose row is locked until the transaction ends. */
export interface HeldRun {
  readonly id: string;
  readonly projectId: string;
  readonly title: string;
  readonly status: Run['status'];
  /** Whether followers are to be told of new points now, and how long they are told nothing more. */
  readonly toldDue: boolean;
  readonly pauseSeconds: number;
}

/**
 * Locks a logged run and notes that it was heard of. One that ended takes values still: what is measured afterwards
 * belongs to it; one that was cancelled does not, so that its code learns of it.
 *
 * @throws {NotFoundError}
 * @throws {ConflictError} for a cancelled run
 */
export async function holdLoggedRun(tx: Transaction, id: string): Promise<HeldRun> {
  // Followers are told once a second at most, of long runs once in a hundredth of their age, up to ten seconds.
  const [held] = await tx.$queryRaw<HeldRun[]>`
    WITH held AS (
      SELECT id, "projectId", title, status, "metricsToldAt",
        greatest(1, least(10, extract(epoch FROM now() - "startedAt") / 100))::float8 AS "pauseSeconds"
      FROM "Run" WHERE id = ${id}::uuid AND kind = ${loggedKind} FOR UPDATE
    ), touched AS (
      UPDATE "Run" r SET "lastHeardAt" = now() FROM held WHERE r.id = held.id
    )
    SELECT id::text, "projectId"::text, title, status, "pauseSeconds",
      status = 'RUNNING' AND ("metricsToldAt" IS NULL OR "metricsToldAt" < now() - make_interval(secs => "pauseSeconds"))
        AS "toldDue"
    FROM held`;
  if (!held) throw new NotFoundError('No such run.');
  if (held.status === 'CANCELLED')
    throw new ConflictError(`run: expected one that goes on, got “${held.title}”, which was cancelled`);
  return held;
}
