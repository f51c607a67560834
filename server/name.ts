import { InvalidInputError } from './user-error';

const mostCharacters = 120;

/** What no name has: it would break lines, or turn the writing of what stands beside it. */
const unnamable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Something to see: letters, digits or signs. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

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
  if (unnamable.test(trimmed) || !visible.test(trimmed))
    throw new InvalidInputError(
      `${field}: expected one line of visible characters, got ${JSON.stringify(trimmed)}`,
      { field },
    );
  return trimmed;
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
