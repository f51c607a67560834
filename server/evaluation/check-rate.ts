import { InvalidInputError } from '../user-error';

/**
 * A share of inputs, 0 to 1: beyond them a threshold would be found all the same, and mean nothing.
 *
 * @throws {InvalidInputError}
 */
export function checkRate(rate: number, field: string): number {
  if (rate >= 0 && rate <= 1) return rate;
  throw new InvalidInputError(`${field}: expected 0 to 1, got ${rate}`, {
    field,
    expected: '0 to 1',
    received: String(rate),
  });
}
