import { readFragment } from '@fiducial/schema';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useConnection } from '../../lib/api-provider';
import { RunFeed, RunRow, type RunRowData } from './run-row';
import { type ListedRun, type RunsPage, RunsQuery, type RunsQuestion } from './runs-query';

/** Runs that are read at once as a list is scrolled. */
const pageLength = 100;
/** How long changes are gathered before the runs that they are of are read again. */
const gatherMs = 1000;

/** How long it takes at most until the list is told of changes. */
const untilFollowedMs = 2000;

/** A line of the list: the run as the columns need it, with what the feed told of it since. */
export interface ListedRow {
  readonly run: RunRowData;
  readonly listed: ListedRun;
}

/** A list of runs that is read as it is scrolled and kept up to date line by line. */
export interface RunList {
  readonly rows: readonly ListedRow[];
  /** All that match, counted up to 1,001. */
  readonly total: number;
  readonly complete: boolean;
  readonly loading: boolean;
  readonly problem: string | undefined;
  /** Runs that match and came after the list was read, whose place in it is not known. */
  readonly added: number;
  readonly loadMore: () => void;
  /** Reads the list anew from its start. */
  readonly restart: () => Promise<void>;
  /** Shows at once what was changed of a run. */
  readonly patch: (run: Pick<RunRowData, 'id'> & Partial<RunRowData>) => void;
}

interface State {
  readonly runs: readonly ListedRun[];
  readonly patches: ReadonlyMap<string, RunRowData>;
  readonly total: number;
  readonly cursor: string | null;
  readonly complete: boolean;
}

const stateOf = ({ edges, pageInfo, totalCount }: RunsPage): State => ({
  runs: edges.map(({ node }) => node),
  patches: new Map(),
  total: totalCount,
  cursor: pageInfo.endCursor,
  complete: !pageInfo.hasNextPage,
});

/** Of some runs those that are not in the list and come before it: it is in order of age, unless it is sorted. */
function newRuns(found: Iterable<ListedRun>, { runs }: State, sort: RunsQuestion['sort']): ListedRun[] {
  if (sort) return [];
  const known = new Set(runs.map(({ id }) => id));
  const newest = runs[0] && readFragment(RunRow, runs[0]).createdAt;
  return [...found].filter(
    (run) => !known.has(run.id) && (!newest || readFragment(RunRow, run).createdAt >= newest),
  );
}

/** The list whose first page the server rendered. */
export function useRunList(question: RunsQuestion, first: RunsPage, projectIds: readonly string[]): RunList {
  const client = useClient();
  const [state, setState] = useState(() => stateOf(first));
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef(state);
  latest.current = state;
  const busy = useRef(false);

  const read = useCallback(
    async (more: { first: number; after?: string | null; filter?: RunsQuestion['filter'] }) => {
      const variables = { ...question, ...more };
      const { data, error } = await client
        .query(RunsQuery, variables, { requestPolicy: 'network-only' })
        .toPromise();
      setProblem(data ? undefined : (error?.graphQLErrors[0]?.message ?? 'The server did not answer.'));
      return data?.runs;
    },
    [client, question],
  );

  const loadMore = useCallback(async () => {
    const { cursor, complete } = latest.current;
    if (busy.current || complete) return;
    busy.current = true;
    setLoading(true);
    const page = await read({ first: pageLength, after: cursor });
    busy.current = false;
    setLoading(false);
    if (!page) return;
    setState((before) => {
      // The list was read anew meanwhile.
      if (before.cursor !== cursor) return before;
      const known = new Set(before.runs.map(({ id }) => id));
      return {
        ...before,
        runs: [...before.runs, ...page.edges.map(({ node }) => node).filter(({ id }) => !known.has(id))],
        cursor: page.pageInfo.endCursor ?? cursor,
        complete: !page.pageInfo.hasNextPage,
      };
    });
  }, [read]);

  const restart = useCallback(async () => {
    const page = await read({ first: pageLength });
    if (!page) return;
    setState(stateOf(page));
    setAdded(new Set());
  }, [read]);

  const patch = useCallback<RunList['patch']>((change) => {
    setState((before) => {
      const listed = before.runs.find(({ id }) => id === change.id);
      if (!listed) return before;
      const row = before.patches.get(change.id) ?? readFragment(RunRow, listed);
      return { ...before, patches: new Map(before.patches).set(change.id, { ...row, ...change }) };
    });
  }, []);

  /** Reads some runs anew: those of the list are put in their places, new ones at its start where that is theirs. */
  const reread = useCallback(
    async (filter: RunsQuestion['filter']) => {
      const page = await read({ first: pageLength, after: null, filter });
      if (!page) return;
      const found = new Map(page.edges.map(({ node }) => [node.id, node]));
      setState((before) => {
        const patches = new Map(before.patches);
        for (const id of found.keys()) patches.delete(id);
        const runs = before.runs.map((run) => found.get(run.id) ?? run);
        const fresh = newRuns(found.values(), before, question.sort);
        return { ...before, patches, runs: [...fresh, ...runs], total: before.total + fresh.length };
      });
      if (!question.sort) return;
      const known = new Set(latest.current.runs.map(({ id }) => id));
      const unknown = page.edges.map(({ node }) => node.id).filter((id) => !known.has(id));
      // Of a list that was not read to its end, others may be older than what was read.
      if (filter?.ids) setAdded((before) => new Set([...before, ...unknown]));
    },
    [read, question],
  );
  /** What happened while nobody told of it: between the server's rendering and the first notice, or without connection. */
  const catchUp = useCallback(() => void reread(question.filter ?? {}), [reread, question]);
  useConnection((connection) => connection === 'connected' && catchUp());
  useEffect(() => {
    const timer = setTimeout(catchUp, untilFollowedMs);
    return () => clearTimeout(timer);
  }, [catchUp]);

  const gathered = useRef({
    ids: new Set<string>(),
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  });
  useEffect(() => {
    const { current } = gathered;
    const rereadSoon = () => {
      current.timer ??= setTimeout(() => {
        const ids = [...current.ids].slice(0, pageLength);
        for (const id of ids) current.ids.delete(id);
        current.timer = undefined;
        // More than one answer holds: the others next time.
        if (current.ids.size > 0) rereadSoon();
        void reread({ ids, allOf: [question.filter ?? {}] });
      }, gatherMs);
    };
    const take = (run: RunRowData) => {
      const listed = latest.current.runs.find(({ id }) => id === run.id);
      const before = listed && (latest.current.patches.get(run.id) ?? readFragment(RunRow, listed));
      if (before) patch(run);
      // Progress changes the line alone; a run that is new, or whose state changed, is read with its columns.
      if (before?.status === run.status) return;
      current.ids.add(run.id);
      rereadSoon();
    };
    const subscriptions = projectIds.map((projectId) =>
      client.subscription(RunFeed, { projectId }).subscribe(({ data }) => {
        if (data) take(readFragment(RunRow, data.projectRuns));
      }),
    );
    return () => {
      clearTimeout(current.timer);
      current.timer = undefined;
      for (const { unsubscribe } of subscriptions) unsubscribe();
    };
  }, [client, projectIds, patch, reread, question]);

  const rows = state.runs.map((listed) => ({
    listed,
    run: state.patches.get(listed.id) ?? readFragment(RunRow, listed),
  }));
  return {
    rows,
    total: state.total,
    complete: state.complete,
    loading,
    problem,
    added: added.size,
    loadMore,
    restart,
    patch,
  };
}
