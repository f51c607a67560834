import { shortened } from './beginning';
import { InvalidInputError } from './user-error';

const mostCharacters = 120;
const mostSaidBack = 80;

/** What no name has: it would break lines, or turn the writing of what stands beside it. */
const unnamable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Something to see: letters, digits or signs. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a text is one line, and turns the writing of nothing beside it. */
export const isOneLine = (text: string): boolean => !unnamable.test(text);

/** A text as an error says it back: shortened, in quotes, with the numbers of characters that nobody sees. */
export function saidBack(text: string): string {
  return JSON.stringify(shortened(text, mostSaidBack)).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A name that people gave, trimmed. @throws {InvalidInputError} naming the field, for one that is empty, too long or not one visible line */
export function checkName(name: string, field: string): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > mostCharacters)
    throw new InvalidInputError(
      `${field}: expected 1 to ${mostCharacters} characters, got ${trimmed.length}`,
      {
        field,
      },
    );
  checkReadable(trimmed, field);
  return trimmed;
}

/** @throws {InvalidInputError} naming the field, for a name of several lines, with nothing to see, or that turns what stands beside it */
export function checkReadable(name: string, field: string): void {
  if (isOneLine(name) && visible.test(name)) return;
  throw new InvalidInputError(`${field}: expected one line of visible characters, got ${saidBack(name)}`, {
    field,
  });
}

/** @throws {InvalidInputError} naming the field, for a text of several lines, or that turns what stands beside it */
export function checkLine(text: string, field: string): void {
  if (isOneLine(text)) return;
  throw new InvalidInputError(`${field}: expected one line, got ${saidBack(text)}`, { field });
}

/** A name as it may stand in addresses: letters a to z, digits and dashes, at most 60; undefined for one that has none of them. */
export function slugOf(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || undefined;
}
