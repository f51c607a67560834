import type { Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { endRun } from '../jobs/finish-run';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError } from '../user-error';
import { findLoggedRun, holdLoggedRun } from './logged-run';

/** How a logged run ends. */
export type LoggedEnd = 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

const mostMessageCharacters = 2000;

/**
 * Ends a logged run. Ending it twice in the same way changes nothing.
 *
 * @throws {ConflictError} when it has ended in another way
 */
export async function finishLoggedRun(
  context: ApiContext,
  { runId, status, message }: { runId: string; status: LoggedEnd; message?: string | null | undefined },
): Promise<{ id: string }> {
  const { id } = await findLoggedRun(context, runId);
  await inTransaction(context.prisma, async (tx) => {
    const held = await holdLoggedRun(tx, id);
    if (held.status === status) return;
    if (held.status !== 'RUNNING')
      throw new ConflictError(`status: expected ${held.status}, as it has ended already, got ${status}`);
    await endLogged(tx, held, { status, message });
  });
  return { id };
}

/** Ends a logged run whose row is held. @throws {InvalidInputError} */
export async function endLogged(
  tx: Transaction,
  { id, title }: { readonly id: string; readonly title: string },
  { status, message }: { status: LoggedEnd; message?: string | null | undefined },
): Promise<void> {
  if (message && message.length > mostMessageCharacters)
    throw new InvalidInputError(
      `message: expected at most ${mostMessageCharacters} characters, got ${message.length}`,
      { field: 'message' },
    );
  const failure = { code: 'REPORTED', message: message || 'Its code reported a failure.', step: null };
  await endRun(tx, { id, title, status }, status === 'FAILED' ? failure : message ? { message } : {});
}
