import { createLoader, parseAsArrayOf, parseAsJson, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { parseConditions, parseSort } from './run-conditions';
import { runKinds } from './run-kinds';

const statuses = ['WAITING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
const kinds = runKinds.map(({ kind }) => kind);

/** What the address of a list of runs says: which runs, in which order, with which columns, and which page of them. */
export const runsSearch = {
  text: parseAsString,
  status: parseAsStringLiteral(statuses),
  kind: parseAsStringLiteral(kinds),
  /** Conditions on metrics, parameters and tags. */
  where: parseAsJson(parseConditions),
  sort: parseAsJson(parseSort),
  /** Columns beside those that every list has: see run-columns. */
  columns: parseAsArrayOf(parseAsString),
  /** Cursor after which, or before which, the page lies. */
  after: parseAsString,
  before: parseAsString,
};

/** Reads it on the server. */
export const loadRunsSearch = createLoader(runsSearch);

/** What the address of the list of runs says. */
export type RunsSearch = Awaited<ReturnType<typeof loadRunsSearch>>;
