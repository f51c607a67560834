import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { parseAsFinite } from '../../lib/address-parsers';

/** In which order inputs are listed. */
export const inputOrders = [
  { value: 'SCORE_DESC', label: 'Highest score first' },
  { value: 'SCORE_ASC', label: 'Lowest score first' },
  { value: 'INDEX', label: 'By number' },
] as const;

/** Which inputs of an evaluation are listed, as the address says it; nothing given leaves all. */
const inputFilterParsers = {
  group: parseAsStringLiteral(['AUTHENTIC', 'ERROR', 'ADVERSARIAL', 'CONTROL']),
  attack: parseAsString,
  success: parseAsBoolean,
  /** Above the threshold, or not above it. */
  detected: parseAsBoolean,
  /** The detector's own when none is given. */
  threshold: parseAsFinite,
  order: parseAsStringLiteral(inputOrders.map(({ value }) => value)).withDefault('SCORE_DESC'),
};

/** The filter with the place in the list. */
export const inputListParsers = { ...inputFilterParsers, after: parseAsString, before: parseAsString };

/** Reads the address of the list on the server. */
export const loadInputList = createLoader(inputListParsers);
/** On the page of one input: the list that it was opened from, and its place there. */
export const loadInputPlace = createLoader({ ...inputFilterParsers, at: parseAsString });

/** What the list is narrowed to, without the page it is at. */
export type InputFilter = Omit<Awaited<ReturnType<typeof loadInputList>>, 'after' | 'before'>;

/** The filter as variables of the API. */
export function filterVariables({ group, attack, success, detected, threshold, order }: InputFilter) {
  return { group, attackSetId: attack, successful: success, detected, threshold, orderBy: order };
}

/** The filter as an address says it, defaults left out. */
export function filterQuery(filter: InputFilter): Record<string, string> {
  const given = Object.entries(filter).filter(
    ([key, value]) => value !== null && !(key === 'order' && value === inputFilterParsers.order.defaultValue),
  );
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}
