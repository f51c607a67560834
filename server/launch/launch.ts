import type { Transaction } from '@fiducial/prisma/client';
import { recordProjectDeed } from '../account/audit';
import { shortened } from '../beginning';
import { env } from '../env';
import type { RunEstimate } from '../estimate/estimate-run';
import { type MemoryLimit, memoryLimit } from '../estimate/memory-limit';
import type { ApiContext } from '../graphql/context';
import { checkName } from '../name';
import type { RunPriority } from '../run/run-priority';
import { estimateRequest, type RunRequest, type SubmittedRun, submitRun } from '../run/submit-run';
import { inTransaction } from '../transaction';
import { InvalidInputError } from '../user-error';
import { unsaid } from './unsaid';

const mostKeyCharacters = 200;

/** What every launch has: a name for the thing, a seed, and a key that makes it safe to repeat. */
export interface LaunchInput {
  readonly name?: string | null | undefined;
  readonly seed?: number | null | undefined;
  readonly priority?: RunPriority | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  /** What tells it from others that are launched with it; ends its name. */
  readonly label?: string | undefined;
  /** What takes the place of its idempotency key there, made of a key that was checked. */
  readonly keyAmongSeveral?: string | undefined;
}

/** Columns that every thing has. */
export interface ThingColumns {
  readonly projectId: string;
  readonly runId: string;
  readonly name: string;
}

/** A launch whose input was checked, and of which nothing is written yet. */
export interface PlannedLaunch<T> {
  /**
   * Submits the run and makes the thing that it will fill, in one transaction. Repeating the same launch with the same
   * idempotency key gives the same thing.
   */
  start(): Promise<T>;
  /** The same in a transaction of the caller's; with the run. */
  startIn(tx: Transaction): Promise<{ readonly thing: T; readonly run: SubmittedRun }>;
  /** The project that it belongs to. */
  readonly projectId: string;
  /** What the run would need; null while its inputs are computed, and with the limit that it would be held to. */
  estimate(): Promise<{ estimate: RunEstimate | null; limit: MemoryLimit | null }>;
  /** What the run would need, read in a transaction of the caller's. */
  estimateIn(tx: Transaction): Promise<RunEstimate | null>;
}

/** Starts what was planned. */
export const start = <T>(planned: PlannedLaunch<T>): Promise<T> => planned.start();

/** Plans the launch of a run and of the thing that it will fill. @throws {InvalidInputError} */
export async function launch<T>(
  { prisma, viewer }: Pick<ApiContext, 'prisma' | 'viewer'>,
  {
    input,
    defaultName,
    request,
  }: {
    input: LaunchInput;
    defaultName: string;
    request: Pick<RunRequest, 'projectId' | 'kind' | 'params' | 'inputs' | 'uploads'>;
  },
  make: {
    find: (tx: Transaction, run: SubmittedRun) => Promise<T | null>;
    create: (tx: Transaction, columns: ThingColumns) => Promise<T>;
  },
): Promise<PlannedLaunch<T>> {
  // Made of names of people's own, a default name may be too long; nobody can be told to shorten what they did not give.
  const wanted = input.name || shortened(defaultName, mostNameCharacters);
  const label = input.label?.trim();
  const name = checkName(labeled(wanted, input.name || !label ? label : unsaid(wanted, label)), 'name');
  const idempotencyKey = input.keyAmongSeveral ?? checkIdempotencyKey(input.idempotencyKey);
  const submitted: RunRequest = {
    ...request,
    title: name,
    seed: input.seed ?? 0,
    priority: input.priority ?? 0,
    createdById: viewer.id,
    idempotencyKey,
  };
  const { projectId, kind } = request;
  const startIn = async (tx: Transaction) => {
    const run = await submitRun(tx, submitted);
    const there = await make.find(tx, run);
    if (there) return { thing: there, run };
    await recordProjectDeed(tx, viewer, { projectId, action: 'run.launch', subject: name, after: { kind } });
    return { thing: await make.create(tx, { projectId, runId: run.id, name }), run };
  };
  return {
    projectId,
    startIn,
    start: async () => (await inTransaction(prisma, startIn)).thing,
    estimate: () =>
      inTransaction(prisma, async (tx) => ({
        estimate: await estimateRequest(tx, submitted),
        limit: await memoryLimit(tx, env.mostRunBytes),
      })),
    estimateIn: (tx) => estimateRequest(tx, submitted),
  };
}

const mostNameCharacters = 120;

/** A name that ends with a label; of a long name the end is left out, since the label is what tells it from the others. */
function labeled(name: string, label: string | undefined): string {
  if (!label) return name;
  return `${shortened(name, mostNameCharacters - label.length - 2)}, ${label}`;
}

/** A key that was given; undefined for none. @throws {InvalidInputError} for one that is too long */
export function checkIdempotencyKey(key: string | null | undefined): string | undefined {
  if (!key || key.length <= mostKeyCharacters) return key || undefined;
  throw new InvalidInputError(
    `idempotencyKey: expected at most ${mostKeyCharacters} characters, got ${key.length}`,
    { field: 'idempotencyKey' },
  );
}
