import { InvalidInputError } from '../user-error';
import { isUuid } from '../uuid';

/** What stands before the key in cursors of lists that are paged by id. */
const marked = /^GPC:/;
const ofId = /^GPC:S:(.*)$/s;

/** @throws {InvalidInputError} where a cursor of such a list holds no id: the database would be asked for nonsense */
export function refuseForgedCursors(args: Readonly<Record<string, unknown>>): void {
  for (const field of ['after', 'before']) {
    const given = args[field];
    if (typeof given !== 'string') continue;
    const text = Buffer.from(given, 'base64').toString();
    if (!marked.test(text) || isUuid(ofId.exec(text)?.[1] ?? '')) continue;
    throw new InvalidInputError(`${field}: expected a cursor as the API gives them`, { field });
  }
}
