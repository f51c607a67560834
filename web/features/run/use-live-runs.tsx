'use client';

import { readFragment } from '@fiducial/schema';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { endedStatuses, RunFeed, RunRow, type RunRowData, type RunRowRef } from './run-row';
import { useGoneRuns } from './use-gone-runs';

/** A run's end changes more than its line: how long such ends are gathered before the page is read again. */
const refreshMs = 1500;

/**
 * Lines about runs, kept up to date. A run that begins or ends makes the server render the page once more; progress
 * changes the line alone.
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
  useRunFeed(projectIds, {
    statusOf: (id) => latest.current.rows.find((row) => row.id === id)?.status,
    onRun: (run) => {
      const { given: now, rows: shown } = latest.current;
      if (!shown.some(({ id }) => id === run.id)) return;
      setState((before) => ({
        given: now,
        patches: new Map(before.given === now ? before.patches : []).set(run.id, run),
      }));
    },
  });
  const { refresh } = useRouter();
  useGoneRuns(() => latest.current.rows.map(({ id }) => id), refresh);
  return rows;
}

/** Reads the page again whenever a run of these projects begins or ends. Shows nothing. */
export function RefreshOnRuns({ projectIds }: { projectIds: readonly string[] }) {
  useRunFeed(projectIds, {});
  return null;
}

interface FeedUse {
  /** The status that the page shows for a run. */
  readonly statusOf?: (id: string) => RunRowData['status'] | undefined;
  readonly onRun?: (run: RunRowData) => void;
}

/** Follows the runs of projects for as long as the component is shown; has the page read again when a status changed. */
function useRunFeed(projectIds: readonly string[], use: FeedUse): void {
  const client = useClient();
  const refresh = useDelayedRefresh();
  const seen = useRef(new Map<string, string>());
  const latest = useRef(use);
  latest.current = use;
  const key = projectIds.join(' ');
  useEffect(() => {
    const take = (run: RunRowData) => {
      const { id, status } = run;
      const before = latest.current.statusOf?.(id) ?? seen.current.get(id);
      // Of a run never seen, "running" is most likely its progress only.
      if (before === undefined ? status !== 'RUNNING' : before !== status) refresh();
      if (endedStatuses.has(status)) seen.current.delete(id);
      else seen.current.set(id, status);
      latest.current.onRun?.(run);
    };
    const subscriptions = key
      .split(' ')
      .filter((projectId) => projectId)
      .map((projectId) =>
        client.subscription(RunFeed, { projectId }).subscribe(({ data }) => {
          if (data) take(readFragment(RunRow, data.projectRuns));
        }),
      );
    return () => {
      for (const { unsubscribe } of subscriptions) unsubscribe();
    };
  }, [client, key, refresh]);
}

function useDelayedRefresh(): () => void {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, refreshMs);
  }, [router]);
}
