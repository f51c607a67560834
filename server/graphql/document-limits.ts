import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { InvalidInputError } from '../user-error';
import { maxPageSize } from './builder';
import { maxDepth } from './document-shape';
import { refused } from './refused';
import { refuseBadArguments } from './storable-text';

/** Most fields that an answer may hold, each list counted at the length that was asked for. */
const maxCost = 200_000;

interface Weight {
  readonly cost: number;
  readonly depth: number;
}

/** An operation that is about to be executed. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Refuses an operation whose answer could grow out of hand, and says how many fields it may have. Fragments are counted
 * where they are spread, once computed. A field that takes `first` or `last` is to be given one, 1 to 100, written or in
 * a variable. The document is valid: it has no fragment cycles.
 *
 * @throws {GraphQLError} with the code PAGE_SIZE, QUERY_TOO_DEEP, QUERY_TOO_COSTLY or BAD_USER_INPUT
 */
export function checkDocument(document: DocumentNode, { schema, operation, variables }: Asked): number {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const roots = new Set<GraphQLNamedType | null | undefined>([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]);
  const known = new Map<string, Weight>();
  const weighFragment = (name: string): Weight => {
    const fragment = fragments.get(name);
    const found =
      known.get(name) ??
      weigh(fragment?.selectionSet, schema.getType(fragment?.typeCondition.name.value ?? ''));
    known.set(name, found);
    return found;
  };
  const valueGiven = (node: ValueNode) => valueIn(node, { operation, variables });
  const weigh = (set: SelectionSetNode | undefined, parent: GraphQLNamedType | undefined): Weight => {
    let cost = 0;
    let depth = 0;
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        const field = fieldOf(parent, node.name.value);
        if (field && !roots.has(parent)) refuseBadArgumentsOf(node, valueGiven);
        const below = weigh(node.selectionSet, field && getNamedType(field.type));
        cost += costOf(field) + below.cost * (field ? lengthOf(field, node, valueGiven) : 1);
        depth = Math.max(depth, below.depth + 1);
        continue;
      }
      const below =
        node.kind === Kind.FRAGMENT_SPREAD
          ? weighFragment(node.name.value)
          : weigh(
              node.selectionSet,
              node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent,
            );
      cost += below.cost;
      depth = Math.max(depth, below.depth);
    }
    return { cost, depth };
  };
  const { cost, depth } = weigh(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  if (depth > maxDepth) throw refused('QUERY_TOO_DEEP', `depth: expected at most ${maxDepth}, got ${depth}`);
  if (cost > maxCost)
    throw refused('QUERY_TOO_COSTLY', `fields in the answer: expected at most ${maxCost}, got up to ${cost}`);
  return cost;
}

/**
 * Refuses what may not get as far as the database. Of a field below the root, its own resolver would be too late: the
 * query for the record above it already asks for its list.
 */
function refuseBadArgumentsOf(node: FieldNode, valueGiven: (node: ValueNode) => unknown): void {
  if (!node.arguments?.length) return;
  try {
    refuseBadArguments(
      Object.fromEntries(node.arguments.map(({ name, value }) => [name.value, valueGiven(value)])),
    );
  } catch (error) {
    if (error instanceof InvalidInputError) throw refused('BAD_USER_INPUT', error.message);
    throw error;
  }
}

type AnyField = GraphQLField<unknown, unknown>;

function fieldOf(parent: GraphQLNamedType | undefined, name: string): AnyField | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** What a value says, its variable looked up; undefined where nothing was given. */
function valueIn(node: ValueNode, { operation, variables }: Pick<Asked, 'operation' | 'variables'>): unknown {
  if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node, variables);
  const name = node.name.value;
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (given !== undefined) return given;
  const preset = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return preset?.defaultValue && valueFromASTUntyped(preset.defaultValue);
}

/** What a field counts: one, unless it does work for which it says more in its extensions. */
function costOf(field: AnyField | undefined): number {
  const { cost } = field?.extensions ?? {};
  return typeof cost === 'number' ? cost : 1;
}

/** How many times the fields below are counted: of a list, as often as it may have elements. */
function lengthOf(field: AnyField, node: FieldNode, valueGiven: (node: ValueNode) => unknown): number {
  const given = (declared: GraphQLArgument): unknown => {
    const argument = node.arguments?.find(({ name }) => name.value === declared.name);
    return (argument && valueGiven(argument.value)) ?? declared.defaultValue;
  };
  const sizes = field.args.filter(({ name }) => name === 'first' || name === 'last');
  if (sizes.length > 0)
    return Math.max(
      ...pageSizes(
        field.name,
        sizes.map((of) => [of.name, given(of)]),
      ),
    );
  const ids = field.args.find(({ name }) => name === 'ids');
  const listed = ids && given(ids);
  if (!Array.isArray(listed)) return 1;
  if (listed.length > maxPageSize)
    throw refused('PAGE_SIZE', `${field.name}: ids: expected at most ${maxPageSize}, got ${listed.length}`);
  return Math.max(1, listed.length);
}

function pageSizes(field: string, all: readonly (readonly [name: string, value: unknown])[]): number[] {
  const given = all.filter(([, value]) => value !== undefined && value !== null);
  const names = all.map(([name]) => name).join(' or ');
  if (given.length === 0)
    throw refused('PAGE_SIZE', `${field}: expected ${names}, 1 to ${maxPageSize}, got none`);
  return given.map(([name, value]) => {
    if (typeof value === 'number' && value >= 1 && value <= maxPageSize) return value;
    // An integer in a document is as long as it likes.
    const got = (JSON.stringify(value) ?? '').slice(0, 20);
    throw refused('PAGE_SIZE', `${field}: ${name}: expected 1 to ${maxPageSize}, got ${got}`);
  });
}
