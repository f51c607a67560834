import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

/** Texts that have broken programs before. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202egnp.exe',
  '\ufeff',
  '\uffff',
  '__proto__',
  'constructor',
  'toString',
  '../../x',
  '%2e%2e%2f',
  "' OR 1=1 --",
  '%',
  '_',
  '\\',
  '$',
  '{"not":null}',
  '1e999',
  'NaN',
  'x'.repeat(5000),
  '👩‍👩‍👧',
  Buffer.from('Run:0').toString('base64'),
  Buffer.from('Run:00000000-0000-0000-0000-000000000000').toString('base64'),
  Buffer.from('__proto__:00000000-0000-0000-0000-000000000000').toString('base64'),
  Buffer.from('GPC:J:{"not":null}').toString('base64'),
];

/** A value as it stands in a document. */
export function inDocument(value: unknown, type?: GraphQLInputType): string {
  if (type && isNonNullType(type)) return inDocument(value, type.ofType);
  if (Array.isArray(value)) {
    const inner = type && isListType(type) ? type.ofType : undefined;
    return `[${value.map((one) => inDocument(one, inner)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = type && isInputObjectType(type) ? type.getFields() : {};
    const entries = Object.entries(value).map(
      // A name that is none makes the document no GraphQL at all, which is worth sending, too.
      ([name, inner]) =>
        `${name}: ${inDocument(inner, Object.hasOwn(fields, name) ? fields[name]?.type : undefined)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  if (typeof value === 'string' && type && isEnumType(type)) return value;
  return inJson(value);
}

/** Whether a value can stand in a document: names of fields are words there, and texts whole characters. */
export function writable(value: unknown): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, inner]) => (Array.isArray(value) || /^[A-Za-z_]\w*$/.test(name)) && writable(inner),
  );
}

/** A value as JSON text. */
export function inJson(value: unknown): string {
  return written(JSON.stringify(value) ?? 'null');
}

/** Stands for 1e999, a number that JSON can write and no double can hold. */
export const beyondDouble = 'a number beyond all doubles';

const written = (json: string): string => json.replaceAll(JSON.stringify(beyondDouble), '1e999');
