import type { Transaction } from '@fiducial/prisma/client';
import { announce } from './announcer';
import { type RunEventNotice, runEventNotice } from './channels';

/** What happens to a run. `data` carries what a follower shows without asking again. */
export type RunEventType =
  | 'waiting'
  | 'queued'
  | 'claimed'
  | 'started'
  | 'curves'
  | 'progress'
  | 'metric'
  | 'step'
  | 'reused'
  | 'cancelRequested'
  | 'requeued'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'log';

/** An event without its number. */
export interface NewRunEvent {
  readonly type: RunEventType;
  readonly data: object;
  /** Who writes it, where it is written on behalf of an attempt: nothing of a stale one may appear. */
  readonly attempt?: number;
}

/**
 * Appends events to a run as part of the caller's transaction and tells the subscribers when that has committed.
 * The counter in the run's row gives the numbers: its lock orders writers, a rollback takes numbers and events back,
 * so they are gap-free and a reader that has seen `n` has seen everything before it.
 */
export async function appendEvents(
  tx: Transaction,
  runId: string,
  events: readonly NewRunEvent[],
): Promise<void> {
  if (!events.length) return;
  const [counted] = await tx.$queryRaw<RunEventNotice[]>`
    WITH counted AS (
      UPDATE "Run" SET "lastSeq" = "lastSeq" + ${events.length}::int WHERE id = ${runId}::uuid
      RETURNING id, "projectId", "lastSeq"
    ), written AS (
      INSERT INTO "RunEvent" ("runId", seq, type, data, attempt, at)
      SELECT id, "lastSeq" - ${events.length}::int + ordinality::int, event->>'type', event->'data', (event->>'attempt')::int, clock_timestamp()
      FROM counted, jsonb_array_elements(${JSON.stringify(events)}::jsonb) WITH ORDINALITY AS list(event, ordinality)
    )
    SELECT "projectId"::text, id::text AS "runId", "lastSeq" AS seq FROM counted`;
  if (counted) await announce(tx, [runEventNotice(counted)]);
}

/** One event; see appendEvents. */
export function appendEvent(
  tx: Transaction,
  runId: string,
  type: RunEventType,
  data: object = {},
  attempt?: number,
): Promise<void> {
  return appendEvents(tx, runId, [{ type, data, ...(attempt !== undefined && { attempt }) }]);
}
