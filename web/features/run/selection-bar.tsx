'use client';

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { mostCompared, paths } from '../../lib/paths';
import { late } from '../../parts/late';
import { counted } from '../../text/names';
import { formatCount } from '../../text/numbers';
import { type ChangingAction, deedWords } from './deed-words';
import { refusalsInWords } from './refusal-words';
import type { RunFilter } from './run-conditions';
import classes from './runs.module.css';
import { SelectionQuery } from './selection-documents';
import type { Change } from './use-change-runs';
import { useRestoreRuns } from './use-restore-runs';
import { filterOfSelection, mostNamed, type Selection } from './use-selection';

/** Loaded when something is to be changed. */
const SelectionDialog = late(() =>
  import('./selection-dialog').then(({ SelectionDialog }) => SelectionDialog),
);

/** What is selected of a list of runs, and what can be done with it. */
export function SelectionBar({
  selection,
  matching,
  projectId,
  canSelectAll,
  onSelectAll,
  onClear,
  onChanged,
}: {
  selection: Selection;
  matching: RunFilter;
  projectId: string | null;
  canSelectAll: boolean;
  onSelectAll: () => void;
  onClear: () => void;
  /** Called when runs were changed or came back. */
  onChanged: () => void;
}) {
  const [action, setAction] = useState<ChangingAction>();
  const router = useRouter();
  const restore = useRestoreRuns();
  const [{ data, error }] = useQuery({
    query: SelectionQuery,
    variables: { projectId, filter: filterOfSelection(selection, matching) },
    requestPolicy: 'network-only',
  });
  const outlook = data?.runSelection;
  const of = (one: ChangingAction | 'COMPARE') => outlook?.outlooks.find((other) => other.action === one);
  const only = !selection.all && selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const compared = of('COMPARE')?.able ?? 0;
  const done = (change: Change) => {
    if (!action) return;
    const words = `${counted(change.changed, 'run')} ${deedWords[action].done}.`;
    const left = refusalsInWords(change.refusals);
    const id = change.deletionIds[0] ?? action;
    notifications.show({
      id,
      autoClose: 20_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>
            {words} {left && `${left}.`}
          </span>
          {change.deletionIds.length > 0 && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={async () => {
                notifications.hide(id);
                for (const deletionId of change.deletionIds)
                  await restore({ id: deletionId, title: 'What was deleted' });
                onChanged();
              }}
            >
              Undo
            </Button>
          )}
        </Group>
      ),
    });
    setAction(undefined);
    onClear();
    onChanged();
  };
  const button = (one: ChangingAction, label: string) => (
    <Button
      size="compact-sm"
      variant="default"
      disabled={!of(one)?.able && !of(one)?.refusals.some(({ reason }) => reason === 'USED')}
      title={refusalsInWords(of(one)?.refusals ?? [])}
      onClick={() => setAction(one)}
    >
      {label} {of(one) && one !== 'TAG' ? `(${formatCount(of(one)?.able ?? 0)})` : ''}
    </Button>
  );
  return (
    <section className={classes.note} data-selecting aria-label="Selected runs">
      <span aria-live="polite">
        {outlook
          ? `${counted(outlook.runs, 'run')} selected`
          : error
            ? 'What is selected could not be read'
            : 'Counting what is selected'}
      </span>
      {selection.ids.size === mostNamed && (
        <span>
          {selection.all ? 'No more can be left out' : 'No more can be selected'} one by one: narrow the list
          by a filter.
        </span>
      )}
      {canSelectAll && (
        <Button size="compact-sm" variant="subtle" onClick={onSelectAll}>
          Select all that match
        </Button>
      )}
      <Group gap={6}>
        {button('CANCEL', 'Cancel')}
        {button('SET_PRIORITY', 'Priority')}
        {button('TAG', 'Tag')}
        <Button
          size="compact-sm"
          variant="default"
          disabled={compared === 0}
          title={compared > mostCompared ? `The newest ${mostCompared}` : 'The evaluations that they made'}
          onClick={() => outlook && router.push(paths.compare(outlook.evaluationIds))}
        >
          Compare ({Math.min(compared, mostCompared)})
        </Button>
        {only !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => router.push(paths.runAgain(only))}>
            Change and re-run
          </Button>
        )}
        {button('DELETE', 'Delete')}
      </Group>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
      {action && outlook && (
        <SelectionDialog
          action={action}
          outlook={outlook}
          filter={filterOfSelection(selection, matching, outlook.newestId)}
          projectId={projectId}
          onClose={() => setAction(undefined)}
          onDone={done}
        />
      )}
    </section>
  );
}
