import type { Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { limitAtOnce } from '../limit-at-once';
import { checkTags, type TagInput, writeTags } from '../run/tags-and-notes';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { checkIdempotencyKey, type LaunchInput, type PlannedLaunch } from './launch';
import { chosenLaunch, type SingleLaunch } from './single-launch-input';

/** Runs that are launched at once, at most: what one transaction writes in seconds. */
export const mostAtOnce = 100;
const mostLabelCharacters = 80;
/** What one launch is made of is read while others' is on its way; more at once would only hold more connections. */
const plannedAtOnce = 4;

/** One of several launches. */
export interface OneOfSeveral {
  readonly launch: SingleLaunch;
  /** What tells it from the others. */
  readonly label?: string | null | undefined;
}

/** Launches that are made together. */
export interface SeveralLaunches {
  readonly launches: readonly OneOfSeveral[];
  /** On every run. */
  readonly tags: readonly TagInput[];
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Launches several runs in one transaction: all of them, or none; gives their ids in order. With an idempotency key that was
 * used before, the runs that it made come back.
 *
 * @throws {InvalidInputError} naming the launch by its number and label, and the field in it
 * @throws {LimitError} for too many
 * @throws {ConflictError} when the key was used for other launches
 */
export async function launchSeveral(context: ApiContext, several: SeveralLaunches): Promise<string[]> {
  const key = checkIdempotencyKey(several.idempotencyKey);
  const tags = checkTags(several.tags);
  const planned = await planSeveral(context, several.launches, key);
  return inTransaction(context.prisma, async (tx) => {
    if (key) await takeTurn(tx, planned[0]?.plan.projectId ?? '', key);
    const ids: string[] = [];
    for (const { plan, place } of planned) {
      const { run } = await place(plan.startIn(tx));
      await writeTags(tx, { id: run.id, projectId: plan.projectId }, tags);
      ids.push(run.id);
    }
    if (key) await refuseOtherCounts(tx, planned[0]?.plan.projectId ?? '', key);
    return ids;
  });
}

/** The key of one of several: how many they are goes in, so that fewer or more are other ones. */
const keyOf = (key: string, { at, count }: { at: number; count: number }) => `${key}/${count}/${at}`;

/** Waits for whoever uses the same key in this moment: with another number of launches, neither would see the other's. */
async function takeTurn(tx: Transaction, projectId: string, key: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`launches ${projectId} ${key}`}, 0))`;
}

/** @throws {ConflictError} where the key made fewer or more runs before */
async function refuseOtherCounts(tx: Transaction, projectId: string, key: string): Promise<void> {
  const firsts = Array.from({ length: mostAtOnce }, (_, at) => keyOf(key, { at: 0, count: at + 1 }));
  if ((await tx.run.count({ where: { projectId, idempotencyKey: { in: firsts } } })) > 1)
    throw new ConflictError('The idempotency key was used for fewer or more launches already.');
}

/** A planned launch with what says where it stands among the others, should it be refused. */
interface Placed {
  readonly plan: PlannedLaunch<unknown>;
  readonly place: <T>(work: Promise<T>) => Promise<T>;
}

/** Plans launches of one project, a few at a time. Throws as `launchSeveral` does, for the first that cannot be. */
export async function planSeveral(
  context: ApiContext,
  launches: readonly OneOfSeveral[],
  key?: string,
): Promise<Placed[]> {
  if (launches.length < 1 || launches.length > mostAtOnce)
    throw new LimitError(`launches: expected 1 to ${mostAtOnce} runs at once, got ${launches.length}`);
  const inTurn = limitAtOnce(plannedAtOnce);
  const settled = await Promise.allSettled(
    launches.map(({ launch, label }, at) => {
      const place = <T>(work: Promise<T>) => work.catch((error: unknown) => refuse(error, { at, label }));
      const one = {
        launch,
        label: label ?? undefined,
        key: key && keyOf(key, { at, count: launches.length }),
      };
      return inTurn(async (): Promise<Placed> => ({ plan: await place(planOne(context, one)), place }));
    }),
  );
  const planned = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  const [first] = planned;
  const other = planned.findIndex(({ plan }) => plan.projectId !== first?.plan.projectId);
  if (other >= 0)
    throw new InvalidInputError(`launches.${other}: expected one in the project of the first, got another`, {
      field: `launches.${other}`,
    });
  return planned;
}

async function planOne(
  context: ApiContext,
  { launch, label, key }: { launch: SingleLaunch; label: string | undefined; key: string | undefined },
): Promise<PlannedLaunch<unknown>> {
  const { launchable, input } = chosenLaunch(launch, 'launch');
  if (label !== undefined && label.length > mostLabelCharacters)
    throw new InvalidInputError(
      `label: expected at most ${mostLabelCharacters} characters, got ${label.length}`,
      { field: 'label' },
    );
  // Every launch has the fields of LaunchInput; its own plan knows the others.
  const given = input as LaunchInput;
  return launchable.plan({ ...given, label, idempotencyKey: undefined, keyAmongSeveral: key }, context);
}

/** Says of a refused value which launch it stands in; any other failure goes on as it is. */
function refuse(error: unknown, { at, label }: { at: number; label: string | null | undefined }): never {
  const which = label ? `${label} (launch ${at + 1})` : `launch ${at + 1}`;
  if (error instanceof InvalidInputError) {
    const { field, expected, received } = error;
    throw new InvalidInputError(`${which}: ${error.message}`, {
      field: `launches.${at}${field ? `.${field}` : ''}`,
      ...(expected !== undefined && { expected }),
      ...(received !== undefined && { received }),
    });
  }
  throw error;
}
