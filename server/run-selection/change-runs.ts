import type { Run, Transaction } from '@fiducial/prisma/client';
import { type AuditAction, recordProjectDeed } from '../account/audit';
import type { ApiContext } from '../graphql/context';
import { cancelRun } from '../jobs/cancel-run';
import { type RunPriority, setRunPriority } from '../run/run-priority';
import { isUnbegun } from '../run/run-statuses';
import { checkTags, mostTags, type TagInput } from '../run/tags-and-notes';
import { inTransaction } from '../transaction';
import { LimitError } from '../user-error';
import { byProject, nextPart, type PartDone, type Selection } from './next-part';
import { countReasons, type RunRefusalReason } from './run-refusal';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;
/** What became of runs of one project, by their ids: null for one that was changed. */
type Outcomes = ReadonlyMap<string, RunRefusalReason | null>;

/** Runs that one request changes, at most. */
export const partSize = 100;
/** A cancellation ends what waits for the run, too: fewer of them fit into the time of a request. */
const cancelledAtOnce = 25;

/** Does `change` with the next runs of a selection, in one transaction, and writes down what it did in each project. */
async function changePart(
  context: Context,
  selection: Selection,
  {
    size = partSize,
    action,
    after,
    change,
  }: {
    size?: number;
    action: AuditAction;
    after?: object;
    change: (tx: Transaction, ids: readonly string[], projectId: string) => Promise<Outcomes>;
  },
): Promise<PartDone> {
  const { prisma, viewer } = context;
  const { runs, reachedId } = await nextPart(context, selection, size);
  return inTransaction(prisma, async (tx) => {
    const outcomes: (RunRefusalReason | null)[] = [];
    for (const [projectId, ids] of byProject(runs)) {
      const came = await change(tx, ids, projectId);
      outcomes.push(...came.values());
      const changed = [...came].flatMap(([id, reason]) => (reason === null ? [id] : []));
      if (changed.length > 0)
        await recordProjectDeed(tx, viewer, {
          projectId,
          action,
          subject: changed.length === 1 ? 'one run' : `${changed.length} runs`,
          after: { ...after, runs: changed },
        });
    }
    return {
      seen: outcomes.length,
      changed: outcomes.filter((reason) => reason === null).length,
      refusals: countReasons(outcomes.flatMap((reason) => (reason ? [[reason, 1] as const] : []))),
      reachedId,
    };
  });
}

/** Locks runs of a project, newest first, and returns their states by id; those that left it meanwhile are left out. */
export async function lockRuns(tx: Transaction, ids: readonly string[], projectId: string) {
  const rows = await tx.$queryRaw<Pick<Run, 'id' | 'status'>[]>`
    SELECT id::text, status FROM "Run" WHERE id = ANY(${ids}::uuid[]) AND "projectId" = ${projectId}::uuid
    ORDER BY id FOR UPDATE`;
  return new Map(rows.toReversed().map(({ id, status }) => [id, status]));
}

/** Cancels the next runs of a selection, those that wait for another one before it. @throws {ForbiddenError} @throws {NotFoundError} */
export function cancelRuns(context: Context, selection: Selection): Promise<PartDone> {
  return changePart(context, selection, {
    size: cancelledAtOnce,
    action: 'runs.cancel',
    change: async (tx, ids, projectId) => {
      const statuses = await lockRuns(tx, ids, projectId);
      const outcomes = new Map<string, RunRefusalReason | null>();
      for (const id of statuses.keys()) {
        const { run, cancelledIn } = await cancelRun(tx, id);
        const ended = run.finishedAt !== null;
        outcomes.set(id, cancelledIn ? null : ended ? 'ENDED' : 'STOPPING');
      }
      return outcomes;
    },
  });
}

/** Gives those of the next runs of a selection that nobody has begun another priority. @throws {ForbiddenError} @throws {NotFoundError} */
export function setRunPriorities(
  context: Context,
  selection: Selection,
  priority: RunPriority,
): Promise<PartDone> {
  return changePart(context, selection, {
    action: 'runs.priority',
    after: { priority },
    change: async (tx, ids, projectId) => {
      const statuses = await lockRuns(tx, ids, projectId);
      const outcomes = new Map<string, RunRefusalReason | null>();
      for (const [id, status] of statuses) {
        const unbegun = isUnbegun(status);
        outcomes.set(id, unbegun ? null : status === 'RUNNING' ? 'BEGUN' : 'ENDED');
        if (unbegun) await setRunPriority(tx, { id }, priority);
      }
      return outcomes;
    },
  });
}

/** Puts tags on the next runs of a selection and takes others away. @throws {InvalidInputError} @throws {LimitError} */
export function tagRuns(
  context: Context,
  selection: Selection,
  { tags, remove }: { tags: readonly TagInput[]; remove: readonly string[] },
): Promise<PartDone> {
  const checked = checkTags(tags);
  if (checked.length > mostTags || remove.length > mostTags)
    throw new LimitError(
      `tags: expected at most ${mostTags}, got ${Math.max(checked.length, remove.length)}`,
    );
  const keys = checked.map(({ key }) => key);
  return changePart(context, selection, {
    action: 'runs.tag',
    after: { tags: checked.map(({ key, value }) => ({ key, value })), removed: [...remove] },
    change: async (tx, ids, projectId) => {
      const there = await lockRuns(tx, ids, projectId);
      const full = await tx.$queryRaw<{ id: string }[]>`
        SELECT "runId"::text AS id FROM "RunTag" WHERE "runId" = ANY(${[...there.keys()]}::uuid[])
          AND key <> ALL(${[...keys, ...remove]}::text[]) GROUP BY 1 HAVING count(*) + ${keys.length}::int > ${mostTags}::int`;
      const without = new Set(full.map(({ id }) => id));
      const tagged = ids.filter((id) => there.has(id) && !without.has(id));
      await tx.$executeRaw`DELETE FROM "RunTag" WHERE "runId" = ANY(${tagged}::uuid[]) AND key = ANY(${[...remove]}::text[])`;
      await tx.$executeRaw`
        INSERT INTO "RunTag" ("runId", "projectId", key, value)
        SELECT run, ${projectId}::uuid, tag.key, tag.value FROM unnest(${tagged}::uuid[]) AS run,
          unnest(${keys}::text[], ${checked.map(({ value }) => value)}::text[]) AS tag(key, value)
        ON CONFLICT ("runId", key) DO UPDATE SET value = excluded.value`;
      return new Map([...there.keys()].map((id) => [id, without.has(id) ? 'TAGS_FULL' : null]));
    },
  });
}
