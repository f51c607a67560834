'use client';

import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { type Draft, draftText } from './draft';
import { ChangeReport, ReportVersionQuery } from './report-documents';

/** Why a report was not saved. */
export interface SaveProblem {
  readonly message: string;
  /** Whether somebody else saved it since it was read. */
  readonly conflict: boolean;
}

/** Saves a report at the version that was read, and says what keeps it from being saved. */
export function useSaveReport(
  { id, version: read }: { readonly id: string; readonly version: number },
  first: Draft,
) {
  const client = useClient();
  const [{ fetching }, change] = useMutation(ChangeReport);
  const [version, setVersion] = useState(read);
  const [saved, setSaved] = useState(() => draftText(first));
  const [problem, setProblem] = useState<SaveProblem>();
  const saveAt = async (draft: Draft, expectedVersion: number): Promise<boolean> => {
    const blocks = draft.blocks.map(({ source }) => source);
    const { data, error } = await change({ input: { id, expectedVersion, title: draft.title, blocks } });
    const outcome = outcomeOf(data?.changeReport, 'Report', error);
    if ('refusal' in outcome) {
      const conflict = data?.changeReport.__typename === 'ConflictError';
      const unanswered = !data && !error?.graphQLErrors[0];
      const message = unanswered
        ? 'The server did not answer. What you wrote is still here; save again.'
        : outcome.refusal.message;
      setProblem({ message, conflict });
      return false;
    }
    setProblem(undefined);
    setVersion(outcome.thing.version);
    setSaved(draftText(draft));
    return true;
  };
  /** Puts the draft in the place of what somebody else saved. */
  const saveOver = async (draft: Draft): Promise<boolean> => {
    const { data } = await client.query(ReportVersionQuery, { id }, { requestPolicy: 'network-only' });
    return saveAt(draft, data?.node?.__typename === 'Report' ? data.node.version : version);
  };
  return {
    saving: fetching,
    problem,
    isChanged: (draft: Draft) => draftText(draft) !== saved,
    save: (draft: Draft) => saveAt(draft, version),
    saveOver,
  };
}
