/**
 * The events of a subscription, with a signal that aborts as soon as nobody listens any more. The `return` of a
 * generator alone waits for its next event, which may never come.
 */
export function abortOnReturn<T>(
  outer: AbortSignal,
  generate: (signal: AbortSignal) => AsyncGenerator<T>,
): AsyncIterableIterator<T> {
  const own = new AbortController();
  const generator = generate(AbortSignal.any([outer, own.signal]));
  return {
    next: () => generator.next(),
    return: () => {
      own.abort();
      return generator.return(undefined);
    },
    throw: (error) => {
      own.abort();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
