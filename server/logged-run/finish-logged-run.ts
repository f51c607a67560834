import type { ApiContext } from '../graphql/context';
import type { RunFailure } from '../jobs/failure';
import { endEvents, endRun } from '../jobs/finish-run';
import type { NewRunEvent } from '../jobs/run-events';
import { inTransaction } from '../transaction';
import { ConflictError, InvalidInputError } from '../user-error';
import { holdLoggedRun } from './logged-run';

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
): Promise<{ id: string; projectId: string }> {
  const ending = loggedEnding({ status, message });
  return inTransaction(context.prisma, async (tx) => {
    const held = await holdLoggedRun(tx, context, runId);
    const { id, projectId } = held;
    if (held.status === status) return { id, projectId };
    if (held.status !== 'RUNNING')
      throw new ConflictError(`status: expected ${held.status}, as it has ended already, got ${status}`);
    await endRun(tx, { id, title: held.title, status }, ending.event.data);
    return { id, projectId };
  });
}

/** How a run ends that somebody logs: its status, what is told of it, and why it failed where it did. */
interface LoggedEnding {
  readonly status: LoggedEnd;
  readonly event: NewRunEvent;
  readonly failure?: RunFailure;
}

/** What an end that was asked for comes to. @throws {InvalidInputError} */
export function loggedEnding({
  status,
  message,
}: {
  status: LoggedEnd;
  message?: string | null | undefined;
}): LoggedEnding {
  if (message && message.length > mostMessageCharacters)
    throw new InvalidInputError(
      `message: expected at most ${mostMessageCharacters} characters, got ${message.length}`,
      { field: 'message' },
    );
  if (status !== 'FAILED')
    return { status, event: { type: endEvents[status], data: message ? { message } : {} } };
  const failure = { code: 'REPORTED', message: message || 'Its code reported a failure.', step: null };
  return { status, event: { type: endEvents.FAILED, data: failure }, failure };
}
