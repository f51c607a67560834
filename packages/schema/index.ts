import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/graphql-env';

/** Types a GraphQL document against the committed schema: all that the pages know of the server. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; JSON: unknown };
}>();

export { type FragmentOf, type ResultOf, readFragment, type VariablesOf } from 'gql.tada';
