import { expectedGot } from '@fiducial/core/expected-got';
import type { Prisma, Run, Transaction } from '@fiducial/prisma/client';
import { digestOf } from '../canonical-json';
import { findTask } from '../compute/task-registry';
import { env } from '../env';
import { estimateJson, estimateRun, type RunEstimate } from '../estimate/estimate-run';
import { type MemoryLimit, memoryLimit, tooLarge } from '../estimate/memory-limit';
import { offerRun } from '../jobs/queue';
import { inputsOf } from '../jobs/run-inputs';
import { holdProject } from '../project/hold-project';
import { InvalidInputError, invalidInput, NotFoundError } from '../user-error';
import { checkSeed } from './check-seed';
import { earlierRun } from './earlier-run';
import { flatParams } from './flat-params';
import { insertRun, type NewRun } from './insert-run';

/** A run that somebody wants. */
export interface RunRequest {
  readonly projectId: string;
  /** Kind of a task. */
  readonly kind: string;
  /** What people call it. */
  readonly title: string;
  /** Checked with the task's own schema, which fills in the defaults. No ids. */
  readonly params: unknown;
  readonly seed?: number;
  /** Runs of the same project whose outcome goes in, by role: `dataset`, `attackSet/0`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Files given by people, name -> sha256 of an artifact: they make up the role `upload`. */
  readonly uploads?: Readonly<Record<string, string>>;
  /** The same key with the same request gives the same run. */
  readonly idempotencyKey?: string | undefined;
  readonly createdById?: string | undefined;
  readonly testBedId?: string | undefined;
  /** Before others of its team, -1 to 1; 0 unless told. */
  readonly priority?: number;
}

/** A run as its maker needs it. */
export type SubmittedRun = Pick<Run, 'id' | 'projectId' | 'title'>;

/**
 * Creates a run and puts it into the queue, all in the caller's transaction. A run whose inputs have not all succeeded
 * yet waits for them. With an idempotency key that was used before, the earlier run comes back.
 *
 * @throws {InvalidInputError} for parameters, inputs or uploads that cannot be
 * @throws {NotFoundError} for inputs that are not there, and a project that is deleted
 * @throws {ConflictError} when the key was used for another request
 */
export async function submitRun(tx: Transaction, request: RunRequest): Promise<SubmittedRun> {
  const params = await checkParams(request.kind, request.params);
  const { projectId, kind, title, inputs = {}, uploads = {}, idempotencyKey } = request;
  const seed = checkSeed(request.seed ?? 0);
  const requestDigest = digestOf({ kind, title, params, seed, inputs, uploads });
  const roles = Object.entries(inputs);
  // Before any run is locked; without inputs, insertRun does it.
  if (roles.length) await holdProject(tx, projectId);
  const ready = await lockInputs(tx, projectId, inputs);
  await checkUploads(tx, uploads);
  const estimate = ready ? await estimateOf(tx, { projectId, kind, params, inputs, uploads }) : null;
  const row: NewRun = {
    projectId,
    kind,
    title,
    params,
    seed,
    requestDigest,
    status: ready ? 'QUEUED' : 'WAITING',
    ...(Object.keys(uploads).length ? { uploads } : {}),
    idempotencyKey: idempotencyKey ?? null,
    createdById: request.createdById ?? null,
    testBedId: request.testBedId ?? null,
    priority: request.priority ?? 0,
    ...(estimate && { estimate: estimateJson(estimate) }),
  };
  const events = [{ type: ready ? 'queued' : 'waiting', data: {} }] as const;
  const run = await insertRun(tx, row, { params: flatParams(params), events });
  if (!run) return earlierRun(tx, row);
  if (estimate) refuseTooLarge(estimate, await memoryLimit(tx, env.mostRunBytes));
  if (roles.length)
    await tx.runInput.createMany({
      data: roles.map(([role, inputRunId]) => ({ runId: run.id, role, inputRunId })),
    });
  if (ready) await offerRun(tx, { ...run, priority: row.priority ?? 0 });
  return { id: run.id, projectId, title };
}

/**
 * What a run would need, without submitting it; null when its inputs have not all succeeded, or nobody can say.
 *
 * @throws {InvalidInputError} for parameters or inputs that cannot be
 */
export async function estimateRequest(
  tx: Transaction,
  { kind, params, projectId, inputs = {}, uploads = {} }: RunRequest,
): Promise<RunEstimate | null> {
  const checked = await checkParams(kind, params);
  if (!(await lockInputs(tx, projectId, inputs))) return null;
  return estimateOf(tx, { projectId, kind, params: checked, inputs, uploads });
}

async function estimateOf(
  tx: Transaction,
  {
    inputs,
    uploads,
    ...run
  }: {
    projectId: string;
    kind: string;
    params: Prisma.InputJsonValue;
    inputs: Readonly<Record<string, string>>;
    uploads: Readonly<Record<string, string>>;
  },
): Promise<RunEstimate | null> {
  const task = await findTask(run.kind);
  // Nothing is read for a kind that is not estimated.
  if (!task?.need) return null;
  // Checked parameters are plain JSON.
  const params = run.params as Prisma.JsonValue;
  return estimateRun(tx, { ...run, params, inputs: await inputsOf(tx, { inputs, uploads }) });
}

function refuseTooLarge(estimate: RunEstimate, limit: MemoryLimit | null): void {
  const refused = tooLarge(estimate, limit);
  if (refused) throw new InvalidInputError(refused.message, refused);
}

async function checkParams(kind: string, params: unknown): Promise<Prisma.InputJsonValue> {
  const task = await findTask(kind);
  if (!task)
    throw new InvalidInputError(`kind: expected a kind of run, got ${kind.slice(0, 100)}`, { field: 'kind' });
  const parsed = task.params.safeParse(params, expectedGot);
  // Schemas of parameters give plain JSON: they are written to a row and hashed.
  if (parsed.success) return parsed.data as Prisma.InputJsonValue;
  throw invalidInput(parsed.error, 'params');
}

/**
 * Whether all inputs have succeeded. Their rows stay locked until the caller's transaction ends, so that none of them
 * ends between this look and the moment at which its end would have released the new run.
 */
async function lockInputs(
  tx: Transaction,
  projectId: string,
  inputs: Readonly<Record<string, string>>,
): Promise<boolean> {
  const ids = [...new Set(Object.values(inputs))];
  if (!ids.length) return true;
  const rows = await tx.$queryRaw<{ id: string; status: Run['status'] }[]>`
    SELECT id::text, status FROM "Run" WHERE id = ANY(${ids}::uuid[]) AND "projectId" = ${projectId}::uuid
    ORDER BY id FOR SHARE`;
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));
  for (const [role, id] of Object.entries(inputs)) {
    const status = statuses.get(id);
    if (!status) throw new NotFoundError(`inputs.${role}: no such run in this project.`);
    if (status === 'FAILED' || status === 'CANCELLED') {
      throw new InvalidInputError(
        `inputs.${role}: expected one that is there or being made, got one that ${status === 'FAILED' ? 'failed' : 'was cancelled'}`,
        { field: `inputs.${role}` },
      );
    }
  }
  return rows.every(({ status }) => status === 'SUCCEEDED');
}

async function checkUploads(tx: Transaction, uploads: Readonly<Record<string, string>>): Promise<void> {
  const digests = [...new Set(Object.values(uploads))];
  if (!digests.length) return;
  // Written, so that garbage collection, should it just be looking at one of them, waits for this run and sees it.
  const known = await tx.$queryRaw<{ digest: string }[]>`
    UPDATE "Artifact" SET "unreferencedSince" = NULL WHERE digest = ANY(${digests}) RETURNING digest`;
  const present = new Set(known.map(({ digest }) => digest));
  for (const [name, digest] of Object.entries(uploads)) {
    if (!present.has(digest)) throw new NotFoundError(`uploads.${name}: no such file.`);
  }
}
