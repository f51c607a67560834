import { InvalidInputError } from '../user-error';

const mostCharacters = 10_000;

/** What somebody wrote, without blanks around it. @throws {InvalidInputError} for nothing, or too much */
export function checkCommentText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length >= 1 && trimmed.length <= mostCharacters) return trimmed;
  throw new InvalidInputError(
    `text: expected 1 to ${mostCharacters} characters beside blanks, got ${trimmed.length}`,
    { field: 'text' },
  );
}
