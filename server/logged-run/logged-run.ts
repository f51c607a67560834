import type { Run, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { assertRole } from '../launch/find-things';
import { ConflictError, NotFoundError } from '../user-error';

/** The kind of a run that people log from their own code: no worker takes it, and no lease bears on it. */
export const loggedKind = 'logged';

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

/** What a logged run is held for. */
interface Holding {
  /** Whether its followers will be told of new points, where that is due. */
  readonly telling?: boolean;
}

/**
 * Locks a logged run of the viewer's and notes that it was heard of. One that ended takes values still: what is measured
 * afterwards belongs to it; one that was cancelled does not, so that its code learns of it.
 *
 * @throws {NotFoundError} @throws {ForbiddenError}
 * @throws {ConflictError} for a cancelled run, and for one that a worker computes
 */
export async function holdLoggedRun(
  tx: Transaction,
  { viewer }: Pick<ApiContext, 'viewer'>,
  id: string,
  { telling = false }: Holding = {},
): Promise<HeldRun> {
  // Followers are told once a second at most, of long runs once in a hundredth of their age, up to ten seconds.
  const [held] = await tx.$queryRaw<(HeldRun & { kind: string; teamId: string })[]>`
    WITH locked AS (
      SELECT r.id, r."projectId", p."teamId", r.kind, r.title, r.status, r."metricsToldAt",
        greatest(1, least(10, extract(epoch FROM now() - r."startedAt") / 100))::float8 AS "pauseSeconds"
      FROM "Run" r JOIN "Project" p ON p.id = r."projectId" AND p."deletedAt" IS NULL
      WHERE r.id = ${id}::uuid FOR UPDATE OF r
    ), held AS (
      SELECT *, status = 'RUNNING' AND ("metricsToldAt" IS NULL OR "metricsToldAt" < now() - make_interval(secs => "pauseSeconds"))
        AS "toldDue"
      FROM locked
    ), touched AS (
      UPDATE "Run" r SET "lastHeardAt" = now(),
        "metricsToldAt" = CASE WHEN ${telling} AND held."toldDue" THEN now() ELSE r."metricsToldAt" END
      FROM held WHERE r.id = held.id
    )
    SELECT id::text, "projectId"::text, "teamId"::text, kind, title, status, "pauseSeconds", "toldDue" FROM held`;
  if (!held) throw new NotFoundError('No such run.');
  // In memory: a transaction that waits for another connection may wait for ever. Whoever may not touch the run has not, for
  // the transaction goes back.
  const { projectId, teamId } = held;
  assertRole(viewer, viewer.access.roleInProject({ id: projectId, teamId }), 'run');
  if (held.kind !== loggedKind)
    throw new ConflictError(`run: expected a logged run, got “${held.title}”, which a worker computes`);
  if (held.status === 'CANCELLED')
    throw new ConflictError(`run: expected one that goes on, got “${held.title}”, which was cancelled`);
  return held;
}
