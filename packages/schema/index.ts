import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/graphql-env';

/** A double as JSON has it. `Number(real)` is the double. */
export type Real = number | 'NaN' | 'Infinity' | '-Infinity';

/** Types a GraphQL document against the committed schema: all that the pages know of the server. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; JSON: unknown; Real: Real; WholeNumber: number };
}>();

export { type FragmentOf, type ResultOf, readFragment, type VariablesOf } from 'gql.tada';
