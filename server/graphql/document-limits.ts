import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Most tokens of a document: the largest that the pages send has about 900. */
export const maxTokens = 4000;
/** Deepest nesting: the introspection query of GraphiQL, the deepest in use, has 13. */
const maxDepth = 16;
/** Most fields that an answer may hold, each list counted at the length that was asked for. */
const maxCost = 200_000;
/** Length counted for a connection that does not say `first`. */
const defaultFirst = 20;

interface Weight {
  readonly cost: number;
  readonly depth: number;
}

/**
 * Refuses an operation whose answer could grow out of hand. Fragments are counted where they are spread, once computed;
 * `first` counts whether it is written or comes in a variable. The document is valid: it has no fragment cycles.
 *
 * @throws {GraphQLError} with the code QUERY_TOO_DEEP or QUERY_TOO_COSTLY
 */
export function checkDocument(
  document: DocumentNode,
  {
    operation,
    variables,
  }: { operation: OperationDefinitionNode; variables: Readonly<Record<string, unknown>> },
): void {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const known = new Map<string, Weight>();
  const weighFragment = (name: string): Weight => {
    const found = known.get(name) ?? weigh(fragments.get(name)?.selectionSet);
    known.set(name, found);
    return found;
  };
  const weigh = (set: SelectionSetNode | undefined): Weight => {
    let cost = 0;
    let depth = 0;
    for (const node of set?.selections ?? []) {
      const below =
        node.kind === Kind.FRAGMENT_SPREAD ? weighFragment(node.name.value) : weigh(node.selectionSet);
      const field = node.kind === Kind.FIELD;
      cost += field ? 1 + below.cost * length(node, variables) : below.cost;
      depth = Math.max(depth, below.depth + (field ? 1 : 0));
    }
    return { cost, depth };
  };
  const { cost, depth } = weigh(operation.selectionSet);
  if (depth > maxDepth) throw refused('QUERY_TOO_DEEP', `depth: expected at most ${maxDepth}, got ${depth}`);
  if (cost > maxCost)
    throw refused('QUERY_TOO_COSTLY', `fields in the answer: expected at most ${maxCost}, got up to ${cost}`);
}

/** How many times the fields below are counted: of a connection, as often as it may have nodes. */
function length(
  { arguments: given = [], selectionSet }: FieldNode,
  variables: Readonly<Record<string, unknown>>,
) {
  const page = given.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (page?.kind === Kind.INT) return Math.max(1, Number(page.value));
  if (page?.kind === Kind.VARIABLE) {
    const value = variables[page.name.value];
    return typeof value === 'number' ? Math.max(1, value) : defaultFirst;
  }
  const connection = selectionSet?.selections.some(
    (node) => node.kind === Kind.FIELD && (node.name.value === 'edges' || node.name.value === 'nodes'),
  );
  return connection ? defaultFirst : 1;
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
