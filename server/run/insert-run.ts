import type { Prisma, Run, Transaction } from '@fiducial/prisma/client';
import { v7 as uuidv7 } from 'uuid';
import { announce } from '../jobs/announcer';
import { queueNotice, runEventNotice } from '../jobs/channels';
import type { RunFailure } from '../jobs/failure';
import type { NewRunEvent } from '../jobs/run-events';
import { NotFoundError } from '../user-error';
import { type FlatParam, searchedBy } from './flat-params';

/** What the row of a new run says; the moments of its beginning and end follow from its status. */
export interface NewRun
  extends Pick<Run, 'projectId' | 'kind' | 'title' | 'status' | 'requestDigest'>,
    Partial<Pick<Run, 'seed' | 'priority' | 'idempotencyKey' | 'createdById' | 'testBedId' | 'notes'>> {
  readonly params: Prisma.InputJsonValue;
  readonly uploads?: Readonly<Record<string, string>>;
  readonly estimate?: Prisma.InputJsonValue;
  readonly failure?: RunFailure;
  /** When it last logged something, where it is a logged run. */
  readonly lastHeardAt?: Date;
}

/** What goes into the same statement as a new run. */
export interface WithNewRun {
  /** What it is searched by. */
  readonly params: readonly FlatParam[];
  /** What has happened to it already, in order. */
  readonly events: readonly NewRunEvent[];
}

/** A run that was just made. */
export interface InsertedRun {
  readonly id: string;
  readonly projectId: string;
  readonly teamId: string;
}

const unset = { seed: 0, priority: 0, notes: '' };

/**
 * Makes a run with its parameters and first events, in one statement of SQL: over a connection each further one takes longer
 * than the row itself. Followers hear of the events, and workers of a queued run, when the caller's transaction has committed. The
 * project is kept from being deleted or moved until then, as by holdProject. Undefined when the run's idempotency key is taken.
 *
 * @throws {NotFoundError} for a project that is deleted
 */
export async function insertRun(
  tx: Transaction,
  run: NewRun,
  { params, events }: WithNewRun,
): Promise<InsertedRun | undefined> {
  const row = JSON.stringify({ ...unset, ...run, id: uuidv7() });
  const [inserted] = await tx.$queryRaw<{ id: string | null; teamId: string }[]>`
    WITH held AS (
      SELECT id, "teamId" FROM "Project" WHERE id = ${run.projectId}::uuid AND "deletedAt" IS NULL FOR SHARE
    ), run AS (
      INSERT INTO "Run" (id, "projectId", kind, title, status, params, seed, uploads, "idempotencyKey", "requestDigest", priority,
        estimate, failure, "createdById", "testBedId", notes, "lastHeardAt", "lastSeq", "startedAt", "finishedAt")
      SELECT r.id, held.id, r.kind, r.title, r.status, r.params, r.seed, r.uploads, r."idempotencyKey", r."requestDigest", r.priority,
        r.estimate, r.failure, r."createdById", r."testBedId", r.notes, r."lastHeardAt", ${events.length}::int,
        CASE r.status WHEN 'RUNNING' THEN now() END,
        CASE WHEN r.status IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN now() END
      FROM held, jsonb_populate_record(NULL::"Run", ${row}::jsonb) r
      ON CONFLICT DO NOTHING
      RETURNING id, "projectId", status
    ), searched_by AS (
      INSERT INTO "RunParam" ("runId", "projectId", name, text, number)
      SELECT run.id, run."projectId", p.name, p.text, p.number
      FROM run, json_to_recordset(${searchedBy(params)}::json) AS p(name text, text text, number float8)
    ), happened AS (
      INSERT INTO "RunEvent" ("runId", seq, type, data, at)
      SELECT run.id, ordinality::int, event->>'type', event->'data', clock_timestamp()
      FROM run, jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS list(event, ordinality)
    )
    SELECT run.id::text, held."teamId"::text FROM held LEFT JOIN run ON true`;
  if (!inserted) throw new NotFoundError('No such project.');
  const { id, teamId } = inserted;
  if (id === null) return undefined;
  const { projectId } = run;
  await announce(tx, [
    runEventNotice({ projectId, runId: id, seq: events.length }),
    ...(run.status === 'QUEUED' ? [queueNotice] : []),
  ]);
  return { id, projectId, teamId };
}
