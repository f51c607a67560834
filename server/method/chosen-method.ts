import { CoreError } from '@fiducial/core/errors';
import { type Method, parseParameters } from '@fiducial/core/method';
import { InvalidInputError } from '../user-error';

/** A method chosen in an input: `{ pgd: { steps: 10 } }`. */
export type MethodChoice = Record<string, Record<string, unknown> | null | undefined>;

/**
 * The one method that an input names, with its parameters, nulls taken as not given.
 *
 * @throws {InvalidInputError}
 */
export function chosenMethod<M extends Method>(
  methods: readonly M[],
  choice: MethodChoice,
  field: string,
): { method: M; parameters: Record<string, unknown> } {
  const [entry, ...more] = Object.entries(choice).filter(([, parameters]) => parameters);
  const method = methods.find((known) => known.id === entry?.[0]);
  if (!method || more.length > 0)
    throw new InvalidInputError(
      `${field}: expected exactly one of ${methods.map((known) => known.id).join(', ')}`,
      { field },
    );
  const given = Object.entries(entry?.[1] ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { method, parameters: Object.fromEntries(given) };
}

/** Parameters with all defaults filled in. @throws {InvalidInputError} naming the field, what was expected, what came */
export function checkParameters(
  method: Method,
  given: Record<string, unknown>,
  field: string,
): Record<string, unknown> {
  try {
    return parseParameters(method, given);
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    const [place = ''] = error.message.split(':');
    throw new InvalidInputError(error.message, {
      field: `${field}.${place}`,
      received: received(given, place),
    });
  }
}

function received(given: Record<string, unknown>, place: string): string {
  return JSON.stringify(given[place.split('.')[1] ?? '']) ?? 'nothing';
}
