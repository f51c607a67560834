import type { Prisma, Transaction } from '@fiducial/prisma/client';
import { digestOf } from '../canonical-json';
import type { ApiContext } from '../graphql/context';
import { appendEvent } from '../jobs/run-events';
import { findProject } from '../launch/find-things';
import { checkIdempotencyKey } from '../launch/launch';
import { checkName } from '../name';
import { holdProject } from '../project/hold-project';
import { checkNotes, checkTags, type TagInput, writeTags } from '../run/tags-and-notes';
import { inTransaction } from '../transaction';
import { ConflictError } from '../user-error';
import { endLogged, type LoggedEnd } from './finish-logged-run';
import { checkColumns, type MetricColumns, writeBatches } from './log-metrics';
import { checkParams, writeParams } from './log-params';
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
export async function createLoggedRun(context: ApiContext, input: CreateRunInput): Promise<{ id: string }> {
  const title = checkName(input.name || 'Logged run', 'name');
  const params = checkParams(input.params ?? {});
  const tags = checkTags(input.tags ?? []);
  const batches = checkColumns(input.metrics ?? [], Date.now());
  const notes = checkNotes(input.notes ?? '');
  const project = await findProject(context, input.projectId);
  const data: Prisma.RunUncheckedCreateInput = {
    projectId: project.id,
    kind: loggedKind,
    title,
    status: 'RUNNING',
    params: {},
    notes,
    requestDigest: digestOf({ ...input, kind: loggedKind }),
    idempotencyKey: checkIdempotencyKey(input.idempotencyKey) ?? null,
    createdById: context.viewer.id,
    // Of one that has ended already nobody said how long it took.
    startedAt: input.status ? null : new Date(),
    lastHeardAt: new Date(),
  };
  return inTransaction(context.prisma, async (tx) => {
    await holdProject(tx, project.id);
    const [run] = await tx.run.createManyAndReturn({
      data: [data],
      skipDuplicates: true,
      select: { id: true, projectId: true, title: true },
    });
    if (!run) return earlier(tx, data);
    await appendEvent(tx, run.id, 'started');
    await writeParams(tx, run, params);
    await writeTags(tx, run, tags);
    await writeBatches(tx, { ...run, toldDue: false, pauseSeconds: 1 }, batches);
    if (input.status) await endLogged(tx, run, { status: input.status, message: input.message });
    return { id: run.id };
  });
}

/** The run that an idempotency key made before. @throws {ConflictError} */
async function earlier(
  tx: Transaction,
  { projectId, idempotencyKey, requestDigest }: Prisma.RunUncheckedCreateInput,
): Promise<{ id: string }> {
  const where = { projectId_idempotencyKey: { projectId, idempotencyKey: idempotencyKey ?? '' } };
  const run = await tx.run.findUniqueOrThrow({ where });
  if (run.requestDigest === requestDigest) return { id: run.id };
  throw new ConflictError(
    `The idempotency key was used for another request already, which made run ${run.id}.`,
  );
}
