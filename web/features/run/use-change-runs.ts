import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import type { Priority } from './priority-words';
import { type Refusals, sumRefusals } from './refusal-words';
import {
  CancelRuns,
  DeleteRuns,
  type RunSelectionInput,
  SetRunPriorities,
  SetTagsOfRuns,
} from './selection-documents';

/** What is to be done with all runs of a selection. */
export type SelectionDeed =
  | { readonly action: 'CANCEL' }
  | { readonly action: 'SET_PRIORITY'; readonly priority: Priority }
  | {
      readonly action: 'TAG';
      readonly tags: readonly { readonly key: string; readonly value: string }[];
      readonly remove: readonly string[];
    }
  | { readonly action: 'DELETE'; readonly withDependents: boolean };

/** How far it is: parts are done one after the other, and what is done stays done. */
export interface Change {
  readonly state: 'working' | 'done' | 'stopped' | 'broken';
  readonly seen: number;
  readonly changed: number;
  readonly refusals: readonly Refusals[];
  readonly deletionIds: readonly string[];
  readonly problem?: string;
}

const begun: Change = { state: 'working', seen: 0, changed: 0, refusals: [], deletionIds: [] };

/** Does something with a selection, part by part; it can be stopped between two parts and gone on with. */
export function useChangeRuns() {
  const client = useClient();
  const [change, setChange] = useState<Change>();
  const place = useRef<string | null>(null);
  const stop = useRef(false);

  const part = async (deed: SelectionDeed, selection: RunSelectionInput, deletionIds: readonly string[]) => {
    if (deed.action === 'CANCEL') {
      const { data, error } = await client.mutation(CancelRuns, { selection }).toPromise();
      return outcomeOf(data?.result, 'RunsChanged', error);
    }
    if (deed.action === 'SET_PRIORITY') {
      const variables = { selection, priority: deed.priority };
      const { data, error } = await client.mutation(SetRunPriorities, variables).toPromise();
      return outcomeOf(data?.result, 'RunsChanged', error);
    }
    if (deed.action === 'TAG') {
      const variables = { selection, tags: [...deed.tags], remove: [...deed.remove] };
      const { data, error } = await client.mutation(SetTagsOfRuns, variables).toPromise();
      return outcomeOf(data?.result, 'RunsChanged', error);
    }
    const variables = {
      selection,
      withDependents: deed.withDependents,
      deletionIds: [...deletionIds],
    };
    const { data, error } = await client.mutation(DeleteRuns, variables).toPromise();
    return outcomeOf(data?.result, 'RunsDeleted', error);
  };

  /** Begins, or goes on where it broke off. Resolves with how far it came. */
  const run = async (
    deed: SelectionDeed,
    selection: Omit<RunSelectionInput, 'after'>,
    from: Change = begun,
  ): Promise<Change> => {
    stop.current = false;
    if (from === begun) place.current = null;
    let now: Change = { ...from, state: 'working', problem: '' };
    for (;;) {
      setChange(now);
      const outcome = await part(deed, { ...selection, after: place.current }, now.deletionIds);
      if ('refusal' in outcome) {
        now = { ...now, state: 'broken', problem: outcome.refusal.message };
        break;
      }
      const { seen, changed, refusals, reachedId, ...rest } = outcome.thing;
      const given = 'deletionIds' in rest ? rest.deletionIds : [];
      now = {
        ...now,
        seen: now.seen + seen,
        changed: now.changed + changed,
        refusals: sumRefusals([...now.refusals, ...refusals]),
        deletionIds: [...new Set([...now.deletionIds, ...given])],
      };
      place.current = reachedId;
      if (!reachedId) now = { ...now, state: 'done' };
      else if (stop.current) now = { ...now, state: 'stopped' };
      if (now.state !== 'working') break;
    }
    setChange(now);
    return now;
  };
  return {
    change,
    run,
    stop: () => {
      stop.current = true;
    },
  };
}
