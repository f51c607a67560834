import { InvalidInputError } from '../user-error';

/** A password is at least this long. */
export const leastPasswordCharacters = 10;

/** Longer ones would make hashing a means of attack. */
export const mostPasswordCharacters = 128;

/** A password that people chose. @throws {InvalidInputError} for one too short or too long, which is not repeated */
export function checkPassword(password: string): string {
  if (password.length >= leastPasswordCharacters && password.length <= mostPasswordCharacters)
    return password;
  throw new InvalidInputError(
    `password: expected ${leastPasswordCharacters} to ${mostPasswordCharacters} characters, got ${password.length}`,
    { field: 'password' },
  );
}
