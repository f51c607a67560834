import type { z } from 'zod';

/** Longest value that is said back, in characters. */
const mostCharacters = 80;

/**
 * What a schema expected and what came, as all errors here say it: for `safeParse(given, expectedGot)`. Schemas with words
 * of their own keep them.
 */
export const expectedGot = {
  error: (issue: z.core.$ZodRawIssue): string => `expected ${expected(issue)}, got ${shown(issue.input)}`,
};

/** A value as it is said back: shortened, and a name for what has no short form. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`;
}

function expected(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'too_small':
      return limited(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return limited(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_type':
      return named[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? shown(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return `no ${issue.keys.join(', ')}`;
    case 'invalid_format':
      return `text in the format ${issue.format}`;
    default:
      return 'another value';
  }
}

/** Types as people call them. */
const named: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** A bound of a number, of the length of a text or of a list. */
function limited(origin: string, bound: string, limit: number | bigint): string {
  if (Math.abs(Number(limit)) >= Number.MAX_SAFE_INTEGER) return 'a whole number that can be counted to';
  if (origin === 'string') return `${bound} ${limit} ${Number(limit) === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set')
    return `${bound} ${limit} ${Number(limit) === 1 ? 'element' : 'elements'}`;
  return `${bound} ${limit}`;
}
