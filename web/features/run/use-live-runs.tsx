'use client';

import { readFragment } from '@fiducial/schema';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { endedStatuses, RunFeed, RunRow, type RunRowData, type RunRowRef } from './run-row';

/** A run's end changes more than its line: how long such ends are gathered before the page is read again. */
const refreshMs = 1000;

/**
 * Lines about runs, kept up to date. A run that begins or ends, and one that is not among the lines, makes the server
 * render the page once more; progress changes the line alone.
 */
export function useLiveRuns(given: readonly RunRowRef[], projectIds: readonly string[]): RunRowData[] {
  const [state, setState] = useState({ given, patches: new Map<string, RunRowData>() });
  // A page that was rendered anew is newer than what came before it.
  const patches = state.given === given ? state.patches : new Map<string, RunRowData>();
  const rows = given.map((ref) => {
    const row = readFragment(RunRow, ref);
    return patches.get(row.id) ?? row;
  });
  const latest = useRef({ given, rows });
  latest.current = { given, rows };
  const refresh = useDelayedRefresh();
  useRunFeed(projectIds, (run) => {
    const { given: now, rows: shown } = latest.current;
    const known = shown.find(({ id }) => id === run.id);
    if (known?.status !== run.status) refresh();
    if (!known) return;
    setState((before) => ({
      given: now,
      patches: new Map(before.given === now ? before.patches : []).set(run.id, run),
    }));
  });
  return rows;
}

/** Reads the page again whenever a run of these projects begins or ends. Shows nothing. */
export function RefreshOnRuns({ projectIds }: { projectIds: readonly string[] }) {
  const refresh = useDelayedRefresh();
  const statuses = useRef(new Map<string, string>());
  useRunFeed(projectIds, ({ id, status }) => {
    const before = statuses.current.get(id);
    if (before !== status && (before !== undefined || endedStatuses.has(status))) refresh();
    statuses.current.set(id, status);
  });
  return null;
}

/** Calls `onRun` with each run of the projects that changed, for as long as the component is shown. */
function useRunFeed(projectIds: readonly string[], onRun: (run: RunRowData) => void): void {
  const client = useClient();
  const latest = useRef(onRun);
  latest.current = onRun;
  const key = projectIds.join(' ');
  useEffect(() => {
    const subscriptions = key
      .split(' ')
      .filter((projectId) => projectId)
      .map((projectId) =>
        client.subscription(RunFeed, { projectId }).subscribe(({ data }) => {
          if (data) latest.current(readFragment(RunRow, data.projectRuns));
        }),
      );
    return () => {
      for (const { unsubscribe } of subscriptions) unsubscribe();
    };
  }, [client, key]);
}

function useDelayedRefresh(): () => void {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, refreshMs);
  };
}
