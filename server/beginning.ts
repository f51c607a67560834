/** The beginning of a text, at most so many UTF-16 units: no character is cut in half, which Postgres would refuse. */
export function beginning(text: string, most: number): string {
  const cut = text.slice(0, Math.max(most, 0));
  return text.codePointAt(cut.length - 1) === cut.charCodeAt(cut.length - 1) ? cut : cut.slice(0, -1);
}

/** A text of at most so many UTF-16 units; of a longer one, the end is left out and the place is marked. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${beginning(text, most - 1)}…` : text;
