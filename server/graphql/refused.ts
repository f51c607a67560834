import { GraphQLError } from 'graphql';

/** A refusal of a request before anything is executed: a 400 with a code for programs. */
export function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
