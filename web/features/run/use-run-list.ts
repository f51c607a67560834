import { readFragment } from '@fiducial/schema';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useConnection, useForgetfulClient } from '../../lib/api-provider';
import { continued, listOf, patched, reread as rereadIn, rowOf, without } from './listed-runs';
import { RunFeed, RunRow, type RunRowData } from './run-row';
import { type ListedRun, type RunsPage, RunsQuery, type RunsQuestion } from './runs-query';
import { mostLookedAt, useGoneRuns } from './use-gone-runs';

/** Runs that are read at once as a list is scrolled. */
const pageLength = 100;
/** More is read when so many rows are left below. */
const rowsAhead = 60;
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
  /** Says how far down the list is looked at: more is read before its end is reached. */
  readonly see: (last: number) => void;
  /** Reads the list anew from its start. */
  readonly restart: () => Promise<void>;
  /** Shows at once what was changed of a run. */
  readonly patch: (run: Pick<RunRowData, 'id'> & Partial<RunRowData>) => void;
}

/** The list whose first page the server rendered. */
export function useRunList(question: RunsQuestion, first: RunsPage, projectIds: readonly string[]): RunList {
  const client = useClient();
  // No answer is asked for twice, and a list that stays open asks for many.
  const reader = useForgetfulClient();
  const [state, setState] = useState(() => listOf(first));
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef(state);
  latest.current = state;
  const busy = useRef(false);

  const read = useCallback(
    async (more: { first: number; after?: string | null; filter?: RunsQuestion['filter'] }) => {
      const variables = { ...question, ...more };
      const { data, error } = await reader.query(RunsQuery, variables).toPromise();
      setProblem(data ? undefined : (error?.graphQLErrors[0]?.message ?? 'The server did not answer.'));
      return data?.runs;
    },
    [reader, question],
  );

  const loadMore = useCallback(async () => {
    const { cursor } = latest.current;
    if (busy.current || cursor === null) return;
    busy.current = true;
    setLoading(true);
    const page = await read({ first: pageLength, after: cursor });
    busy.current = false;
    setLoading(false);
    if (!page) return;
    // Unless the list was read anew meanwhile, or shortened.
    setState((before) => (before.cursor === cursor ? continued(before, page) : before));
  }, [read]);

  const lastSeen = useRef(0);
  const see = useCallback(
    (last: number) => {
      lastSeen.current = last;
      if (last + rowsAhead > latest.current.runs.length) void loadMore();
    },
    [loadMore],
  );

  const restart = useCallback(async () => {
    const page = await read({ first: pageLength });
    if (!page) return;
    setState(listOf(page));
    setAdded(new Set());
  }, [read]);

  const patch = useCallback<RunList['patch']>((change) => setState((before) => patched(before, change)), []);

  /** Reads some runs anew, and puts them where they belong. */
  const reread = useCallback(
    async (filter: RunsQuestion['filter']) => {
      const page = await read({ first: pageLength, after: null, filter });
      if (!page) return;
      const { sort } = question;
      setState((before) => rereadIn(before, page, { sort, lastSeen: lastSeen.current }));
      if (!sort) return;
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

  const router = useRouter();
  useGoneRuns(
    // Those that are looked at, and as many above them as can be asked for.
    () => {
      const end = Math.max(lastSeen.current + 1, mostLookedAt);
      return latest.current.runs.slice(Math.max(0, end - mostLookedAt), end).map(({ id }) => id);
    },
    (gone) => {
      setState((before) => without(before, gone));
      setAdded((before) => new Set([...before].filter((id) => !gone.has(id))));
      // Of none the page says what belongs there.
      if (latest.current.runs.every(({ id }) => gone.has(id))) router.refresh();
    },
  );

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
      const before = rowOf(latest.current, run.id);
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
    complete: state.cursor === null,
    loading,
    problem,
    added: added.size,
    see,
    restart,
    patch,
  };
}
