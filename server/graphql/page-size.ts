import { InvalidInputError } from '../user-error';
import { maxPageSize } from './builder';

/** A page size that was asked for. @throws {InvalidInputError} unless 1 to 100 */
export function pageSize(first: number): number {
  if (first >= 1 && first <= maxPageSize) return first;
  throw new InvalidInputError(`first: expected 1 to ${maxPageSize}, got ${first}`, { field: 'first' });
}
