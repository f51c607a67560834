import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A question for fields of one type, by the shortest way to it. */
export interface FieldDocument {
  readonly type: string;
  readonly fields: readonly string[];
  /** Fields on the way, from the root on, as `Type.field`. */
  readonly way: readonly string[];
  readonly document: string;
}

/** Values of arguments by name, as they stand in a document; `undefined` leaves one out. */
export type ArgumentValues = (argument: string, field: string) => string | undefined;

interface Step {
  readonly type: GraphQLObjectType;
  readonly way: readonly string[];
  /** Wraps a selection on the type into a whole document. */
  readonly wrap: (selection: string) => string;
}

/**
 * Documents for each object type that Query reaches, asking for every field of it; types that only mutations give are
 * left out. Things are reached as `node(id)`, all else from the root or from a thing, whichever is nearer.
 */
export function fieldDocuments(
  schema: GraphQLSchema,
  {
    values,
    nodes,
    alone,
  }: {
    values: ArgumentValues;
    nodes: Readonly<Record<string, string>>;
    /** Fields, as `Type.field`, that are asked for by themselves, as are those of Query. */
    alone: ReadonlySet<string>;
  },
): FieldDocument[] {
  const query = schema.getQueryType();
  if (!query) throw new Error('a schema without queries');
  return waysTo(schema, query, { values, nodes }).flatMap(({ type, way, wrap }) => {
    const fields = Object.values(type.getFields());
    // Each of them may be refused by itself, and a refusal takes what stands beside it along.
    const single = fields.filter(({ name }) => type === query || alone.has(`${type.name}.${name}`));
    const together = fields.filter((field) => !single.includes(field));
    const asking = (some: typeof fields, on: readonly string[]): FieldDocument => ({
      type: type.name,
      fields: some.map(({ name }) => `${type.name}.${name}`),
      way: on,
      document: wrap(some.map((field) => `${field.name}: ${call(field, type, values)}`).join('\n')),
    });
    return [
      ...(together.length > 0 ? [asking(together, way)] : []),
      ...single.map((field) => asking([field], [...way, `${type.name}.${field.name}`])),
    ];
  });
}

/** Breadth first: the first way to a type is a shortest one. */
function waysTo(
  schema: GraphQLSchema,
  query: GraphQLObjectType,
  { values, nodes }: { values: ArgumentValues; nodes: Readonly<Record<string, string>> },
): Step[] {
  const found = new Map<string, Step>();
  const waiting: Step[] = [];
  const add = (step: Step) => {
    if (found.has(step.type.name)) return;
    found.set(step.type.name, step);
    waiting.push(step);
  };
  add({ type: query, way: [], wrap: (selection) => `{ ${selection} }` });
  for (const [name, id] of Object.entries(nodes)) {
    const type = schema.getType(name);
    if (isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node'))
      add({
        type,
        way: ['Query.node'],
        wrap: (selection) => `{ node(id: ${JSON.stringify(id)}) { ... on ${name} { ${selection} } } }`,
      });
  }
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const { type, way, wrap } = step;
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const results = isAbstractType(named)
        ? schema.getPossibleTypes(named)
        : isObjectType(named)
          ? [named]
          : [];
      if (type === query && (field.name === 'node' || field.name === 'nodes')) continue;
      for (const result of results)
        add({
          type: result,
          way: [...way, `${type.name}.${field.name}`],
          wrap: (selection) =>
            wrap(
              `${field.name}${argumentsOf(field, type, values)} { ... on ${result.name} { ${selection} } }`,
            ),
        });
    }
  }
  return [...found.values()];
}

function call(
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  values: ArgumentValues,
): string {
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${field.name}${argumentsOf(field, type, values)}${selection}`;
}

/** @throws {Error} for an argument that has to be given and of which nobody has said what to give */
function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  values: ArgumentValues,
): string {
  const given = field.args.flatMap(({ name, type: needed, defaultValue }) => {
    const named = getNamedType(needed);
    const required = isNonNullType(needed) && defaultValue === undefined;
    const value = values(name, `${type.name}.${field.name}`);
    if (value !== undefined) return [`${name}: ${value}`];
    if (!required) return [];
    if (isEnumType(named)) return [`${name}: ${named.getValues()[0]?.name}`];
    throw new Error(`${type.name}.${field.name}(${name}): expected a value for the test to give`);
  });
  return given.length > 0 ? `(${given.join(', ')})` : '';
}
