import { graphql } from '@fiducial/schema';
import { useCallback, useEffect, useRef } from 'react';
import { useConnection, useForgetfulClient } from '../../lib/api-provider';

const RunsThere = graphql(`
  query RunsThere($ids: [ID!]!) {
    runs(first: 100, filter: { ids: $ids }) { edges { node { id } } }
  }
`);

/** Of a deletion nobody is told: how often a list looks whether its runs are still there. */
const everyMs = 30_000;
/** As many as one answer holds. */
export const mostLookedAt = 100;

/**
 * Looks every half minute, and when the page is looked at again or connected again, whether the runs that a list shows are
 * still there: somebody else may have deleted some.
 */
export function useGoneRuns(
  /** Ids of those that are looked at now. */
  shown: () => readonly string[],
  onGone: (gone: ReadonlySet<string>) => void,
): void {
  const reader = useForgetfulClient();
  const latest = useRef({ shown, onGone });
  latest.current = { shown, onGone };
  const look = useCallback(async () => {
    if (document.hidden) return;
    const ids = latest.current.shown().slice(0, mostLookedAt);
    if (ids.length === 0) return;
    const { data } = await reader.query(RunsThere, { ids }).toPromise();
    // Without an answer nothing is known of them.
    if (!data) return;
    const there = new Set(data.runs.edges.map(({ node }) => node.id));
    const gone = new Set(ids.filter((id) => !there.has(id)));
    if (gone.size > 0) latest.current.onGone(gone);
  }, [reader]);
  useConnection((connection) => connection === 'connected' && void look());
  useEffect(() => {
    const lookNow = () => void look();
    const timer = setInterval(lookNow, everyMs);
    document.addEventListener('visibilitychange', lookNow);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookNow);
    };
  }, [look]);
}
