import { expectedGot } from '@fiducial/core/expected-got';
import type { Prisma, Run, Transaction } from '@fiducial/prisma/client';
import { digestOf } from '../canonical-json';
import { findTask } from '../compute/task-registry';
import { env } from '../env';
import { estimateJson, estimateRun, type RunEstimate } from '../estimate/estimate-run';
import { type MemoryLimit, memoryLimit, tooLarge } from '../estimate/memory-limit';
import { enqueueRun } from '../jobs/queue';
import { appendEvent } from '../jobs/run-events';
import { inputsOf } from '../jobs/run-inputs';
import { holdProject } from '../project/hold-project';
import { ConflictError, InvalidInputError, invalidInput, NotFoundError } from '../user-error';
import { checkSeed } from './check-seed';
import { flatParams, writeFlatParams } from './flat-params';

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

/**
 * Creates a run and puts it into the queue, all in the caller's transaction. A run whose inputs have not all succeeded
 * yet waits for them. With an idempotency key that was used before, the earlier run comes back.
 *
 * @throws {InvalidInputError} for parameters, inputs or uploads that cannot be
 * @throws {NotFoundError} for inputs that are not there, and a project that is deleted
 * @throws {ConflictError} when the key was used for another request
 */
export async function submitRun(tx: Transaction, request: RunRequest): Promise<Run> {
  const params = await checkParams(request.kind, request.params);
  const { projectId, kind, title, inputs = {}, uploads = {}, idempotencyKey } = request;
  const seed = checkSeed(request.seed ?? 0);
  const requestDigest = digestOf({ kind, title, params, seed, inputs, uploads });
  await holdProject(tx, projectId);
  const ready = await lockInputs(tx, projectId, inputs);
  await checkUploads(tx, uploads);
  const estimate = ready ? await estimateOf(tx, { projectId, kind, params, inputs, uploads }) : null;
  const data: Prisma.RunUncheckedCreateInput = {
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
  const { run, created } = await insertOnce(tx, data);
  if (!created) return sameRequest(run, requestDigest);
  if (estimate) refuseTooLarge(estimate, await memoryLimit(tx, env.mostRunBytes));
  await writeFlatParams(tx, run, flatParams(params));
  const roles = Object.entries(inputs).map(([role, inputRunId]) => ({ runId: run.id, role, inputRunId }));
  if (roles.length) await tx.runInput.createMany({ data: roles });
  await appendEvent(tx, run.id, ready ? 'queued' : 'waiting');
  if (ready) await enqueueRun(tx, run.id);
  // What the event has counted up is all that differs from the row that was inserted.
  return { ...run, lastSeq: run.lastSeq + 1 };
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
        `inputs.${role}: expected a run that succeeded or still may, got one that is ${status}`,
        {
          field: `inputs.${role}`,
        },
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

/** With a key: of many equal submits at once one inserts, and the others wait for it and find its row. */
async function insertOnce(
  tx: Transaction,
  data: Prisma.RunUncheckedCreateInput,
): Promise<{ run: Run; created: boolean }> {
  const { projectId, idempotencyKey } = data;
  if (!idempotencyKey) return { run: await tx.run.create({ data }), created: true };
  const [inserted] = await tx.run.createManyAndReturn({ data: [data], skipDuplicates: true });
  if (inserted) return { run: inserted, created: true };
  const where = { projectId_idempotencyKey: { projectId, idempotencyKey } };
  return { run: await tx.run.findUniqueOrThrow({ where }), created: false };
}

function sameRequest(run: Run, requestDigest: string): Run {
  if (run.requestDigest === requestDigest) return run;
  throw new ConflictError(
    `The idempotency key was used for another request already, which made run ${run.id}.`,
  );
}
