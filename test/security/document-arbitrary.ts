import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationTypeNode,
} from 'graphql';
import { beyondDouble, inDocument, inJson, oddTexts, writable } from './odd-values';

/** What is sent: a document, and its variables as JSON text, which may hold what no value of ours does (1e999). */
export interface GeneratedDocument {
  readonly query: string;
  readonly variables: string;
}

/** How documents are made. */
export interface DocumentOptions {
  readonly operation: OperationTypeNode;
  /** Global ids that are there, by type. */
  readonly ids: Readonly<Record<string, string>>;
  /** Whether to break the rules of GraphQL and of the schema here and there; else the document is valid. */
  readonly wild: boolean;
}

/** Documents over a schema: nested, aliased, through fragments, with arguments written or in variables. */
export function documents(schema: GraphQLSchema, options: DocumentOptions): fc.Arbitrary<GeneratedDocument> {
  return fc.gen().map((gen) => new DocumentMaker(schema, options, gen).make());
}

/** Most aliases: above a hundred a document is refused. */
const mostFields = 90;
const deepest = 8;

class DocumentMaker {
  private fields = 0;
  private readonly fragments: string[] = [];
  private readonly declared: string[] = [];
  private readonly given: [name: string, value: string][] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly options: DocumentOptions,
    private readonly gen: fc.GeneratorValue,
  ) {}

  make(): GeneratedDocument {
    const { operation } = this.options;
    const selection = this.selection(this.schema.getRootType(operation) ?? undefined, 1);
    if (this.wildly(20)) this.declared.push(`$unused: ${this.oneOf(['Int', 'Nothing', '[ID!]!'])}`);
    const head = this.declared.length > 0 ? `(${this.declared.join(', ')})` : '';
    const whole = [`${operation} Generated${head} ${this.directive()} ${selection}`, ...this.fragments];
    return {
      query: this.broken(whole.join('\n')),
      variables: `{${this.given.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`,
    };
  }

  private whole(max: number): number {
    return this.gen(fc.nat, { max });
  }

  /** True once in so many times. */
  private once(times: number): boolean {
    return this.whole(times - 1) === times - 1;
  }

  private wildly(times: number): boolean {
    return this.options.wild && this.once(times);
  }

  private oneOf<T>(values: readonly T[]): T {
    const value = values[this.whole(values.length - 1)];
    if (value === undefined) throw new Error('expected values to choose from');
    return value;
  }

  /** Braces and what stands between them, on a type. */
  private selection(type: GraphQLNamedType | undefined, depth: number, id?: string): string {
    const parts: string[] = [];
    const single = depth === 1 && this.options.operation === 'subscription' && !this.wildly(10);
    const wanted = single ? 1 : 1 + this.whole(depth === 1 ? 2 : 5);
    for (let at = 0; at < wanted && this.fields < mostFields; at++) parts.push(this.part(type, depth, id));
    if (parts.length === 0) parts.push('__typename');
    if (this.wildly(60)) parts.push('nothingOfThatName');
    if (this.wildly(80)) parts.push(...Array.from({ length: 12 }, () => '__typename'));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLNamedType | undefined, depth: number, id?: string): string {
    if (isAbstractType(type) && !(isInterfaceType(type) && this.once(4))) {
      const known = this.schema.getPossibleTypes(type);
      const meant = known.find(({ name }) => name === nameOfId(id));
      const one = this.wildly(40)
        ? this.oneOf(this.schema.getPossibleTypes(type))
        : (meant ?? this.oneOf(known));
      return `... on ${one.name} ${this.directive()} ${this.selection(one, depth)}`;
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
    if (depth > 1 && this.once(6)) return this.spread(type, depth);
    const all = Object.values(type.getFields());
    // Beyond some depth only what has no fields of its own.
    const open = depth < deepest ? all : all.filter((field) => isLeafType(getNamedType(field.type)));
    return open.length > 0 ? this.field(this.oneOf(open), depth) : '__typename';
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.fields++;
    const { text, id } = this.argumentsOf(field.args);
    const alias = this.wildly(8) ? '' : `a${this.fields}: `;
    const named = getNamedType(field.type);
    const below = isLeafType(named) ? (this.wildly(80) ? '{ x }' : '') : this.selection(named, depth + 1, id);
    return `${alias}${field.name}${text} ${this.directive()} ${this.wildly(80) ? '' : below}`;
  }

  private spread(type: GraphQLNamedType, depth: number): string {
    const name = `F${this.fragments.length}`;
    this.fragments.push(''); // keeps its number while those inside take theirs
    const at = this.fragments.length - 1;
    const on = this.wildly(30) ? 'Nothing' : type.name;
    const inner = this.wildly(30) ? `{ ...F${this.whole(3)} }` : this.selection(type, depth);
    this.fragments[at] = `fragment ${name} on ${on} ${inner}`;
    return `...${name}`;
  }

  private directive(): string {
    if (this.wildly(60))
      return this.oneOf(['@nothing', '@skip', '@include(if: 1)', '@skip(if: true) '.repeat(8)]);
    return '';
  }

  private argumentsOf(args: readonly GraphQLArgument[]): { text: string; id?: string } {
    const given = args.filter((arg) => mustBeGiven(arg) || arg.name === 'first' || this.once(3));
    let id: string | undefined;
    const written = given.flatMap((arg) => {
      if (this.wildly(40)) return [];
      const value = this.valueOf(arg.type, arg.name, 0);
      if (arg.name === 'id' && typeof value === 'string') id = value;
      return [
        `${arg.name}: ${this.once(2) || !(this.options.wild || writable(value)) ? this.variable(arg, value) : inDocument(value, arg.type)}`,
      ];
    });
    if (this.wildly(60)) written.push('nothing: 1');
    const text = written.length > 0 ? `(${written.join(', ')})` : '';
    return id === undefined ? { text } : { text, id };
  }

  private variable({ type }: GraphQLArgument, value: unknown): string {
    const name = this.wildly(40) ? '__proto__' : `v${this.given.length}`;
    if (!this.wildly(40)) this.declared.push(`$${name}: ${this.wildly(40) ? 'Float' : type}`);
    if (!this.wildly(40)) this.given.push([name, inJson(value)]);
    return `$${name}`;
  }

  /** A value for an argument or a field of an input, which in the wild may be of any other type. */
  private valueOf(type: GraphQLInputType, name: string, depth: number): unknown {
    if (this.wildly(30))
      return this.gen(() =>
        fc.oneof(fc.constantFrom<unknown>(null, true, 0, '', [], {}, beyondDouble), fc.jsonValue()),
      );
    if (isNonNullType(type)) return this.valueOf(type.ofType, name, depth);
    if (isListType(type))
      return Array.from({ length: this.whole(3) }, () => this.valueOf(type.ofType, name, depth));
    if (isEnumType(type)) return this.oneOf(type.getValues()).name;
    if (isInputObjectType(type)) return this.objectOf(Object.values(type.getFields()), type.isOneOf, depth);
    if (name === 'first' || name === 'last') return 1 + this.whole(4);
    switch (type.name) {
      case 'Boolean':
        return this.once(2);
      case 'Int':
        return this.oneOf([0, 1, 2, 7, -1, 100, 2 ** 31 - 1, -(2 ** 31)]);
      case 'Float':
        return this.oneOf([0, -0, 0.5, -1, 3, 1e-320, 1.7976931348623157e308, -1e308]);
      case 'ID':
        return this.idFor(name);
      case 'Real':
        return this.oneOf<unknown>([0.5, 'NaN', 'Infinity', '-Infinity', 1e308]);
      case 'WholeNumber':
        return this.oneOf([0, 1, -1, Number.MAX_SAFE_INTEGER, 2 ** 40]);
      case 'JSON':
        // Null is no value of an argument that must be given.
        return this.gen(() => fc.jsonValue({ maxDepth: 3 })) ?? {};
      case 'DateTime':
        return this.oneOf(['2026-01-01T00:00:00.000Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z']);
      default:
        return this.text();
    }
  }

  private objectOf(fields: readonly GraphQLInputField[], oneOf: boolean, depth: number): object {
    const given = oneOf
      ? [this.oneOf(fields)]
      : fields.filter((field) => mustBeGiven(field) || (depth < 4 && this.once(3)));
    const entries = given.map((field): [string, unknown] => [
      field.name,
      this.valueOf(field.type, field.name, depth + 1),
    ]);
    if (this.wildly(60)) entries.push([this.oneOf(['__proto__', 'constructor', 'nothing']), 1]);
    return Object.fromEntries(entries);
  }

  private text(): string {
    return this.gen(() =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('conv4', 'train', 'rank', 'a', 'loss') },
        fc.constantFrom(...oddTexts),
        fc.string({ unit: 'binary', maxLength: 30 }),
      ),
    );
  }

  /** By the argument's name, as `modelId` says; now and then of anything, or of nothing. */
  private idFor(name: string): string {
    const { ids } = this.options;
    const type = Object.keys(ids).find((one) => name.toLowerCase().startsWith(one.toLowerCase()));
    if (type && !this.once(6)) return ids[type] ?? '';
    if (this.once(10)) return this.oneOf(oddTexts);
    return this.oneOf(Object.values(ids));
  }

  /** In the wild a text may be cut, or have something put in. */
  private broken(text: string): string {
    if (!this.wildly(6)) return text;
    const at = this.whole(text.length);
    const inserted = this.oneOf([
      '',
      '{',
      '}',
      '"',
      '"""',
      '\u0000',
      '\ufeff',
      '#',
      '$',
      '...',
      '@',
      '\ud800',
      '1e999',
    ]);
    return text.slice(0, at) + inserted + (this.once(3) ? '' : text.slice(at));
  }
}

const mustBeGiven = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** The type that a global id names. */
function nameOfId(id: string | undefined): string | undefined {
  return id === undefined ? undefined : Buffer.from(id, 'base64').toString().split(':')[0];
}
