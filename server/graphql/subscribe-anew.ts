import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

/**
 * As graphql's own `subscribe`, but that each event is answered in a context of its own: what is read once for an answer, and
 * kept with its context, is read anew for the next. Who follows, and what they may see, was found out when they began.
 */
export async function subscribeAnew(
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const stream = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in stream)) return stream;
  const events = stream[Symbol.asyncIterator]();
  const answer = (event: unknown) =>
    execute({ ...args, rootValue: event, contextValue: { ...(args.contextValue as object) } });
  const end = { done: true, value: undefined } as const;
  const answers: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      const { done, value } = await events.next();
      return done ? end : { done: false, value: await answer(value) };
    },
    return: async () => {
      await events.return?.();
      return end;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  return answers;
}
