import { InvalidInputError } from '../user-error';
import { isUuid } from '../uuid';

/** The global id of a thing: its type and its key in base64. */
export function encodeGlobalID(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${id}`).toString('base64');
}

/** Type and key of a global id. Keys are UUIDs: nothing else gets as far as the database. @throws {InvalidInputError} */
export function decodeGlobalID(globalID: string): { typename: string; id: string } {
  const [typename = '', id = ''] = Buffer.from(globalID, 'base64').toString().split(':');
  if (/^\w+$/.test(typename) && isUuid(id)) return { typename, id };
  throw new InvalidInputError(
    `id: expected a global id as the API gives them, got ${JSON.stringify(globalID.slice(0, 60))}`,
    { field: 'id' },
  );
}
