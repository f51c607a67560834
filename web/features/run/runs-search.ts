import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { runKinds } from './run-kinds';

const statuses = ['WAITING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
const kinds = runKinds.map(({ kind }) => kind);

/** What the address of a list of runs says: which runs, and which page of them. */
export const runsSearch = {
  text: parseAsString,
  status: parseAsStringLiteral(statuses),
  kind: parseAsStringLiteral(kinds),
  /** Cursor after which, or before which, the page lies. */
  after: parseAsString,
  before: parseAsString,
};

/** Reads it on the server. */
export const loadRunsSearch = createLoader(runsSearch);

/** What the address of the list of runs says. */
export type RunsSearch = Awaited<ReturnType<typeof loadRunsSearch>>;
