import { InvalidInputError } from './user-error';

/**
 * A place in a list of `count`, from 0: beyond it an answer would be empty, and look as if there were nothing.
 *
 * @throws {InvalidInputError}
 */
export function checkIndex(index: number, count: number, field: string): number {
  if (index >= 0 && index < count) return index;
  const expected = count > 1 ? `0 to ${count - 1}` : '0';
  throw new InvalidInputError(`${field}: expected ${expected}, got ${index}`, {
    ...{ field, expected, received: String(index) },
  });
}
