import { digestOf } from '../canonical-json';
import type { ApiContext } from '../graphql/context';
import { checkProject } from '../launch/find-things';
import { checkIdempotencyKey } from '../launch/launch';
import { writeFirstPoints } from '../metric/write-points';
import { checkName } from '../name';
import { earlierRun } from '../run/earlier-run';
import { insertRun, type NewRun } from '../run/insert-run';
import { checkNotes, checkTags, type TagInput, writeTags } from '../run/tags-and-notes';
import { inTransaction } from '../transaction';
import { type LoggedEnd, loggedEnding } from './finish-logged-run';
import { checkColumns, type MetricColumns } from './log-metrics';
import { checkParams, paramsOf } from './log-params';
import { loggedKind } from './logged-run';

/** A run that somebody logs; whole at once or step by step. */
export interface CreateRunInput {
  readonly projectId: string;
  readonly name?: string | null | undefined;
  readonly params?: unknown;
  readonly tags?: readonly TagInput[] | null | undefined;
  readonly notes?: string | null | undefined;
  readonly metrics?: readonly MetricColumns[] | null | undefined;
  /** How it ended, where it has. */
  readonly status?: LoggedEnd | null | undefined;
  readonly message?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Makes a run that its owner logs: it runs until its owner ends it. The same idempotency key with the same request gives
 * the same run again.
 *
 * @throws {ConflictError} when the key was used for another request
 */
export async function createLoggedRun(
  context: ApiContext,
  input: CreateRunInput,
): Promise<{ id: string; projectId: string }> {
  const title = checkName(input.name || 'Logged run', 'name');
  const params = checkParams(input.params ?? {});
  const tags = checkTags(input.tags ?? []);
  const batches = checkColumns(input.metrics ?? [], Date.now());
  const notes = checkNotes(input.notes ?? '');
  const ending = input.status && loggedEnding({ status: input.status, message: input.message });
  const { projectId } = input;
  await checkProject(context, projectId);
  const row: NewRun = {
    projectId,
    kind: loggedKind,
    title,
    status: ending?.status ?? 'RUNNING',
    params: paramsOf(params),
    notes,
    requestDigest: digestOf({ ...input, kind: loggedKind }),
    idempotencyKey: checkIdempotencyKey(input.idempotencyKey) ?? null,
    createdById: context.viewer.id,
    lastHeardAt: new Date(),
    ...(ending?.failure && { failure: ending.failure }),
  };
  const events = [{ type: 'started', data: {} } as const, ...(ending ? [ending.event] : [])];
  return inTransaction(context.prisma, async (tx) => {
    const run = await insertRun(tx, row, { params, events });
    if (!run) return earlierRun(tx, row);
    await writeTags(tx, run, tags);
    await writeFirstPoints(tx, run, batches);
    return { id: run.id, projectId };
  });
}
