import { useCallback, useState } from 'react';
import type { RunFilter } from './run-conditions';

/** Runs chosen one by one; or all that match, without some. */
export interface Selection {
  readonly all: boolean;
  /** Those chosen; where all are, those left out. */
  readonly ids: ReadonlySet<string>;
}

/** Runs that can be named one by one. */
export const mostNamed = 1000;

const none: Selection = { all: false, ids: new Set() };

/** Whether a run is selected. */
export function isSelected({ all, ids }: Selection, id: string): boolean {
  return ids.has(id) !== all;
}

/** Whether anything is selected. */
export function isEmpty({ all, ids }: Selection): boolean {
  return !all && ids.size === 0;
}

/** Which runs are selected, as the API takes it: of those that match, up to the newest that was looked at. */
export function filterOfSelection(
  { all, ids }: Selection,
  matching: RunFilter,
  newest?: string | null,
): RunFilter {
  if (!all) return { ids: [...ids] };
  return {
    allOf: [matching],
    ...(ids.size > 0 && { except: [...ids] }),
    ...(newest && { newest }),
  };
}

/** A selection of a list, and what changes it. */
export function useSelection() {
  const [selection, setSelection] = useState(none);
  const set = useCallback((runIds: readonly string[], selected: boolean) => {
    setSelection(({ all, ids }) => {
      const next = new Set(ids);
      for (const id of runIds) {
        if (selected === all) next.delete(id);
        else if (next.size < mostNamed) next.add(id);
      }
      return { all, ids: next };
    });
  }, []);
  const selectAll = useCallback(() => setSelection({ all: true, ids: new Set() }), []);
  const clear = useCallback(() => setSelection(none), []);
  return { selection, set, selectAll, clear };
}
