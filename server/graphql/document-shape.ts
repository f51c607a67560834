import {
  type ArgumentNode,
  type ASTNode,
  type ConstArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  Lexer,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { refused } from './refused';

/** Most tokens of a document: the largest that the pages send has about 900. */
export const maxTokens = 4000;
/** Deepest nesting of an answer: the introspection query of GraphiQL, the deepest in use, has 13. */
export const maxDepth = 16;
/** Deepest nesting of lists and objects in an argument. */
const maxValueDepth = 16;
const maxAliases = 100;
const maxDirectives = 60;
const maxDirectivesInOnePlace = 5;
/** How often one name may stand in one selection: comparing them takes the square of it. */
const maxRepetitions = 10;
const maxFragments = 100;
const maxOperations = 20;

const maxNameLength = 200;
/** Deepest nesting of brackets of all kinds, far above what the other limits leave. */
const maxNesting = 100;
const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Documents that were looked at and are good, by their text. */
const good = new LRUCache<string, true>({
  maxSize: 10_000_000,
  sizeCalculation: (_, text) => text.length + 1,
});

/**
 * Refuses a document that would take long to validate, by its shape alone: validation compares selections with each
 * other. What is no GraphQL at all passes: whoever validates says so.
 *
 * @throws {GraphQLError} with the code DOCUMENT_TOO_LARGE or QUERY_TOO_DEEP
 */
export function checkShape(text: string): void {
  if (good.get(text)) return;
  const document = parsed(text);
  if (!document) return;
  for (const [what, most, count] of countsOf(document))
    if (count > most) throw refused('DOCUMENT_TOO_LARGE', `${what}: expected at most ${most}, got ${count}`);
  good.set(text, true);
}

function parsed(text: string): DocumentNode | undefined {
  try {
    readTokens(text);
    return parse(text, { maxTokens, noLocation: true });
  } catch (error) {
    // A mistake of syntax has no code yet: whoever validates says what it is.
    if (error instanceof GraphQLError && !error.extensions.code) return undefined;
    throw error;
  }
}

/** Walks through a document without recursion: a parser would run out of stack where brackets are nested too deep. */
function readTokens(text: string): void {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count++) {
    const { kind, start, end } = lexer.token;
    if (count >= maxTokens)
      throw refused('DOCUMENT_TOO_LARGE', `tokens: expected at most ${maxTokens}, got more`);
    if (kind === TokenKind.NAME && end - start > maxNameLength)
      throw refused(
        'DOCUMENT_TOO_LARGE',
        `name: expected at most ${maxNameLength} characters, got ${end - start}`,
      );
    if (opening.has(kind)) depth++;
    if (closing.has(kind)) depth--;
    if (depth > maxNesting)
      throw refused('QUERY_TOO_DEEP', `nesting: expected at most ${maxNesting} brackets, got more`);
  }
}

type Count = readonly [what: string, most: number, count: number];

function countsOf({ definitions }: DocumentNode): Count[] {
  const of = (kind: Kind) => definitions.filter((node) => node.kind === kind).length;
  const seen = { aliases: 0, directives: 0, inOnePlace: 0, repetitions: 0 };
  const lookAtDirectives = ({ directives }: { directives?: readonly DirectiveNode[] | undefined }) => {
    seen.directives += directives?.length ?? 0;
    seen.inOnePlace = Math.max(seen.inOnePlace, directives?.length ?? 0);
    for (const { arguments: given } of directives ?? []) refuseDeepValues(given);
  };
  const lookAt = (set: SelectionSetNode | undefined, depth: number): void => {
    if (depth > maxDepth + 1)
      throw refused('QUERY_TOO_DEEP', `depth: expected at most ${maxDepth}, got more`);
    const times = new Map<string, number>();
    for (const node of set?.selections ?? []) {
      lookAtDirectives(node);
      const key = keyOf(node);
      times.set(key, (times.get(key) ?? 0) + 1);
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.FIELD) {
        if (node.alias) seen.aliases++;
        refuseDeepValues(node.arguments);
      }
      lookAt(node.selectionSet, depth + (node.kind === Kind.FIELD ? 1 : 0));
    }
    seen.repetitions = Math.max(seen.repetitions, ...times.values());
  };
  for (const node of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    lookAtDirectives(node);
    lookAt(node.selectionSet, 1);
  }
  return [
    ['fragments', maxFragments, of(Kind.FRAGMENT_DEFINITION)],
    ['operations', maxOperations, of(Kind.OPERATION_DEFINITION)],
    ['aliases', maxAliases, seen.aliases],
    ['directives', maxDirectives, seen.directives],
    ['directives in one place', maxDirectivesInOnePlace, seen.inOnePlace],
    ['repetitions of one name in a selection', maxRepetitions, seen.repetitions],
  ];
}

/** Under what name a selection competes with those beside it. */
function keyOf(node: SelectionSetNode['selections'][number]): string {
  if (node.kind === Kind.FIELD) return (node.alias ?? node.name).value;
  if (node.kind === Kind.FRAGMENT_SPREAD) return `...${node.name.value}`;
  return `... on ${node.typeCondition?.name.value ?? ''}`;
}

function refuseDeepValues(given: readonly ConstArgumentNode[] | readonly ArgumentNode[] = []): void {
  for (const { value } of given) refuseDeepValue(value);
}

function refuseDeepValue(value: ASTNode, depth = 1): void {
  if (depth > maxValueDepth)
    throw refused('QUERY_TOO_DEEP', `nesting of an argument: expected at most ${maxValueDepth}, got more`);
  if (value.kind === Kind.LIST) for (const inner of value.values) refuseDeepValue(inner, depth + 1);
  if (value.kind === Kind.OBJECT)
    for (const { value: inner } of value.fields) refuseDeepValue(inner, depth + 1);
}
