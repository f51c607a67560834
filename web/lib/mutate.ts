import type { CombinedError } from '@urql/core';

/** An expected failure of a mutation, in the server's words. */
export interface Refusal {
  readonly message: string;
  /** Path of the value that was refused. */
  readonly field?: string | null | undefined;
}

/**
 * The thing that a mutation gave, or why it gave none.
 *
 * `result` is the mutation's union: the thing, or a member with a message.
 */
export function outcomeOf<Result extends { readonly __typename: string }, Name extends Result['__typename']>(
  result: Result | undefined,
  name: Name,
  error: CombinedError | undefined,
): { thing: Extract<Result, { __typename: Name }> } | { refusal: Refusal } {
  // Narrowing by a name that is itself a parameter is beyond the compiler.
  if (result?.__typename === name) return { thing: result as Extract<Result, { __typename: Name }> };
  if (result && 'message' in result) return { refusal: result as unknown as Refusal };
  return { refusal: { message: wordsOf(error) } };
}

function wordsOf(error: CombinedError | undefined): string {
  const [first] = error?.graphQLErrors ?? [];
  if (first?.extensions.code === 'UNAUTHENTICATED')
    return 'You are not signed in any more. Sign in within another tab and try again here: what you typed stays.';
  return (
    first?.message ??
    'The server did not answer, so nothing was started. Check that it is running and try again.'
  );
}
