'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type LiveRun, takeEvents } from './follow-events';
import { type RunEventData, RunEvents, type RunPageData } from './run-details';

/** Events come in bursts; the page is drawn at most this often. */
const gatherMs = 100;
/** Between the end of a pause and the reading of what came in it. */
const graceMs = 200;

/** The part of a run that changes while it computes, kept up to date until it ends; an end has the page read again. */
export function useRunEvents(run: RunPageData): LiveRun {
  const [state, setState] = useState(() => ({ run, live: liveOf(run) }));
  // A page that was rendered anew is newer than what came before it.
  const live = state.run === run ? state.live : liveOf(run);
  if (state.run !== run) setState({ run, live });
  const client = useClient();
  const router = useRouter();
  const { id, cancellable } = run;
  // Followed once for each run: a page that was read again changes `run`, not what is followed.
  const begin = useRef(run.lastSeq);
  useEffect(() => {
    if (!cancellable) return;
    let pending: RunEventData[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const events = pending;
      pending = [];
      setState((before) => ({ ...before, live: takeEvents(before.live, events) }));
    };
    const { unsubscribe } = client
      .subscription(RunEvents, { runId: id, afterSeq: begin.current })
      .subscribe(({ data }) => {
        if (!data) return;
        pending.push(data.runEvents);
        timer ??= setTimeout(flush, gatherMs);
      });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client, id, cancellable]);
  useEffect(() => {
    if (live.changedStatus) router.refresh();
  }, [live.changedStatus, router]);
  const { curvesDue } = live;
  useEffect(() => {
    if (!curvesDue) return;
    // The server tells nothing more meanwhile: whatever is logged until then is there when the page is read.
    const timer = setTimeout(() => router.refresh(), curvesDue.seconds * 1000 + graceMs);
    return () => clearTimeout(timer);
  }, [curvesDue, router]);
  return live;
}

function liveOf(run: RunPageData): LiveRun {
  const { progress, steps, metrics } = run;
  return { progress, steps, metrics, changedStatus: false, curvesDue: null, seq: run.lastSeq };
}
