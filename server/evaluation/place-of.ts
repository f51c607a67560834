import { NotFoundError } from '../user-error';

/** The place of an attack set among those of an evaluation. @throws {NotFoundError} when it is not one of them */
export function placeOf(attackSets: readonly { readonly attackSetId: string }[], id: string): number {
  const place = attackSets.findIndex(({ attackSetId }) => attackSetId === id);
  if (place >= 0) return place;
  throw new NotFoundError('attackSetId: this evaluation was not made on that attack set.');
}
