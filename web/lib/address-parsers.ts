import { createParser, parseAsArrayOf, parseAsString } from 'nuqs/server';

/** A number of an address. The infinite ones are none: on their way to the API they would become nothing at all. */
export const parseAsFinite = createParser({
  parse: (text) => {
    const value = Number.parseFloat(text);
    return Number.isFinite(value) ? value : null;
  },
  serialize: String,
});

/** A share of an address, from 0 to 1. */
export const parseAsShare = createParser({
  parse: (text) => {
    const value = parseAsFinite.parse(text);
    return value !== null && value >= 0 && value <= 1 ? value : null;
  },
  serialize: String,
});

const list = parseAsArrayOf(parseAsString);

/** Ids of an address, each once. */
export const parseAsIds = createParser({
  parse: (text) => [...new Set(list.parse(text))].filter((id) => id !== ''),
  serialize: list.serialize,
  eq: list.eq,
});
