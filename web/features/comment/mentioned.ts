/** Somebody who can be addressed. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Part of a comment's text: plain, or the name of somebody whom it addresses. */
export interface TextPart {
  readonly text: string;
  readonly mention: boolean;
}

const isWordCharacter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** Where `@Name` of one of the people stands in a text; of names of which one begins another, the longest. */
function mentionsIn(text: string, people: readonly Person[]): { at: number; name: string }[] {
  const names = [...new Set(people.map(({ name }) => name))].sort((a, b) => b.length - a.length);
  const found: { at: number; name: string }[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isWordCharacter(text[at - 1])) continue; // an address of mail
    const name = names.find(
      (one) => text.startsWith(one, at + 1) && !isWordCharacter(text[at + 1 + one.length]),
    );
    if (name) found.push({ at, name });
  }
  return found;
}

/** Ids of the people whom a text addresses as `@Name`; of several of one name, all. */
export function mentionedIn(text: string, people: readonly Person[]): string[] {
  const names = new Set(mentionsIn(text, people).map(({ name }) => name));
  return people.filter(({ name }) => names.has(name)).map(({ id }) => id);
}

/** A text cut where it addresses one of the people. */
export function partsOf(text: string, people: readonly Person[]): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { at, name } of mentionsIn(text, people)) {
    if (at > end) parts.push({ text: text.slice(end, at), mention: false });
    end = at + 1 + name.length;
    parts.push({ text: text.slice(at, end), mention: true });
  }
  if (end < text.length) parts.push({ text: text.slice(end), mention: false });
  return parts;
}

/** The beginning of a name that somebody types after an @, up to the caret; undefined where none is begun. */
export function begunMention(
  text: string,
  caret: number,
): { readonly at: number; readonly typed: string } | undefined {
  const at = text.lastIndexOf('@', caret - 1);
  if (at < 0 || isWordCharacter(text[at - 1])) return undefined;
  const typed = text.slice(at + 1, caret);
  return typed.length > 40 || typed.includes('\n') ? undefined : { at, typed };
}
