import { readFragment } from '@fiducial/schema';
import { RunRow, type RunRowData } from './run-row';
import type { ListedRun, RunsPage, RunsQuestion } from './runs-query';

/** A list that grows while it is open keeps so many runs below the last one that is looked at; others are read again. */
const keptBelow = 500;
/** So many more are let go at once. */
const slack = 500;

/** The runs of a list that were read, in its order. */
export interface ListedRuns {
  readonly runs: readonly ListedRun[];
  /** What the feed told of runs since they were read. */
  readonly patches: ReadonlyMap<string, RunRowData>;
  readonly total: number;
  /** By run: the list's cursor there. Of the last runs of the pages that were read. */
  readonly cursors: ReadonlyMap<string, string>;
  /** Where the list goes on; null at its end. */
  readonly cursor: string | null;
}

/** A list whose first page was read. */
export function listOf(page: RunsPage): ListedRuns {
  return {
    runs: page.edges.map(({ node }) => node),
    patches: new Map(),
    total: page.totalCount,
    cursors: new Map(cursorOf(page)),
    cursor: nextOf(page),
  };
}

/** A list with the page that follows it. */
export function continued(list: ListedRuns, page: RunsPage): ListedRuns {
  const known = new Set(list.runs.map(({ id }) => id));
  return {
    ...list,
    runs: [...list.runs, ...page.edges.map(({ node }) => node).filter(({ id }) => !known.has(id))],
    cursors: new Map([...list.cursors, ...cursorOf(page)]),
    cursor: nextOf(page),
  };
}

/** A list in which something was changed of a run. */
export function patched(list: ListedRuns, change: Pick<RunRowData, 'id'> & Partial<RunRowData>): ListedRuns {
  const row = rowOf(list, change.id);
  return row ? { ...list, patches: new Map(list.patches).set(change.id, { ...row, ...change }) } : list;
}

/** The server counts no further than this, and one more where there are more. */
export const mostCounted = 1000;

/** A list without runs that are gone. */
export function without(list: ListedRuns, gone: ReadonlySet<string>): ListedRuns {
  const runs = list.runs.filter(({ id }) => !gone.has(id));
  const removed = list.runs.length - runs.length;
  if (removed === 0) return list;
  const total = list.total > mostCounted ? list.total : Math.max(runs.length, list.total - removed);
  return ofRuns({ ...list, runs, total });
}

/** A list that holds of others than its runs nothing more. */
function ofRuns(list: ListedRuns): ListedRuns {
  const kept = new Set(list.runs.map(({ id }) => id));
  const ofKept = <Value>(values: ReadonlyMap<string, Value>) =>
    new Map([...values].filter(([id]) => kept.has(id)));
  return { ...list, patches: ofKept(list.patches), cursors: ofKept(list.cursors) };
}

/** What is known of a run of a list. */
export function rowOf({ runs, patches }: ListedRuns, id: string): RunRowData | undefined {
  const listed = runs.find((run) => run.id === id);
  return listed && (patches.get(id) ?? readFragment(RunRow, listed));
}

/**
 * A list of which some runs were read again, by themselves: those of it are put in their places, others where their age
 * puts them. `lastSeen` is the place that is looked at furthest down: what is far below it is let go.
 */
export function reread(
  list: ListedRuns,
  page: RunsPage,
  { sort, lastSeen }: { sort: RunsQuestion['sort']; lastSeen: number },
): ListedRuns {
  const found = new Map(page.edges.map(({ node }) => [node.id, node]));
  const patches = new Map(list.patches);
  for (const id of found.keys()) patches.delete(id);
  const fresh = newRuns(found.values(), list, sort);
  const known = list.runs.map((run) => found.get(run.id) ?? run);
  return shortened(
    {
      ...list,
      patches,
      runs: fresh.reduceRight(withRun, known),
      total: list.total + fresh.length,
      cursors: new Map([...list.cursors, ...cursorOf(page)]),
    },
    lastSeen + fresh.length,
  );
}

/**
 * Of some runs those that are not in the list and belong to what was read of it: it is in order of age, unless it is
 * sorted. A run that fits a filter since a moment ago may be older than others that fit it.
 */
function newRuns(
  found: Iterable<ListedRun>,
  { runs, cursor }: ListedRuns,
  sort: RunsQuestion['sort'],
): ListedRun[] {
  if (sort) return [];
  const known = new Set(runs.map(({ id }) => id));
  const last = runs.at(-1);
  return [...found].filter(
    (run) => !known.has(run.id) && (cursor === null || !last || ageOf(run) >= ageOf(last)),
  );
}

/** Runs in order of age with one more in its place. */
function withRun(runs: readonly ListedRun[], run: ListedRun): readonly ListedRun[] {
  const before = runs.findIndex((other) => ageOf(other) <= ageOf(run));
  return runs.toSpliced(before < 0 ? runs.length : before, 0, run);
}

/** When a run was launched, as text whose order is that of time. */
const ageOf = (run: ListedRun): string => readFragment(RunRow, run).createdAt;

/** A list without what is far below the last run that is looked at, where a cursor says how it goes on. */
function shortened(list: ListedRuns, lastSeen: number): ListedRuns {
  const least = lastSeen + keptBelow;
  if (list.runs.length <= least + slack) return list;
  const end = list.runs.findIndex(({ id }, at) => at >= least && list.cursors.has(id));
  const cursor = list.cursors.get(list.runs[end]?.id ?? '');
  if (!cursor) return list;
  return ofRuns({ ...list, runs: list.runs.slice(0, end + 1), cursor });
}

function cursorOf({ edges, pageInfo }: RunsPage): [string, string][] {
  const last = edges.at(-1)?.node.id;
  return last && pageInfo.endCursor ? [[last, pageInfo.endCursor]] : [];
}

const nextOf = ({ pageInfo }: RunsPage) => (pageInfo.hasNextPage ? pageInfo.endCursor : null);
