import { createLoader, parseAsArrayOf, parseAsJson, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { filterOf, parseClauses, parseSort, type RunFilter } from './run-conditions';
import { runKinds } from './run-kinds';

const statuses = ['WAITING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
const kinds = runKinds.map(({ kind }) => kind);

/** What the address of a list of runs says: which runs, in which order and with which columns. */
export const runsSearch = {
  text: parseAsString,
  status: parseAsStringLiteral(statuses),
  kind: parseAsStringLiteral(kinds),
  /** Conditions on metrics, parameters and tags, and groups of them. */
  where: parseAsJson(parseClauses),
  sort: parseAsJson(parseSort),
  /** Columns beside those that every list has: see run-columns. */
  columns: parseAsArrayOf(parseAsString),
};

/** Reads it on the server. */
export const loadRunsSearch = createLoader(runsSearch);

/** What the address of the list of runs says. */
export type RunsSearch = Awaited<ReturnType<typeof loadRunsSearch>>;

/** Which runs the address asks for, as the API takes it. */
export function filterOfSearch({ text, status, kind, where }: RunsSearch): RunFilter {
  return {
    ...(text && { text }),
    ...(status && { statuses: [status] }),
    ...(kind && { kinds: [kind] }),
    ...filterOf(where ?? []),
  };
}
