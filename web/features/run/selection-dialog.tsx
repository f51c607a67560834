'use client';

import { Button, Checkbox, Group, NativeSelect, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { LateDialog } from '../../parts/late-dialog';
import { counted } from '../../text/names';
import { formatCount } from '../../text/numbers';
import { ProblemAlert } from '../account/problem-alert';
import { type ChangingAction, deedWords } from './deed-words';
import { type Priority, priorityWords } from './priority-words';
import { refusalsInWords } from './refusal-words';
import type { RunFilter } from './run-conditions';
import type { SelectionOutlook } from './selection-documents';
import { type Change, type SelectionDeed, useChangeRuns } from './use-change-runs';

/** Says what an action on a selection will do and leave, does it part by part, and shows how far it is. */
export function SelectionDialog({
  action,
  outlook,
  filter,
  projectId,
  onClose,
  onDone,
}: {
  action: ChangingAction;
  outlook: SelectionOutlook;
  filter: RunFilter;
  projectId: string | null;
  onClose: () => void;
  onDone: (change: Change) => void;
}) {
  const [deed, setDeed] = useState<SelectionDeed | null>(() => firstDeed(action));
  const { change, run, stop } = useChangeRuns();
  const { able = 0, refusals = [] } = outlook.outlooks.find((one) => one.action === action) ?? {};
  const { title } = deedWords[action];
  const used = refusals.find(({ reason }) => reason === 'USED')?.runs ?? 0;
  const withUsed = deed?.action === 'DELETE' && deed.withDependents ? used : 0;
  const left = refusals.filter(({ reason }) => withUsed === 0 || reason !== 'USED');
  const working = change?.state === 'working';
  const begin = async (from?: Change) => {
    if (!deed) return;
    const came = await run(deed, { filter, projectId }, from);
    if (came.state === 'done') onDone(came);
  };
  const closed = () => {
    if (change && change.changed > 0) onDone(change);
    else onClose();
  };
  return (
    <LateDialog
      mayClose={() => !working}
      onClosed={closed}
      title={`${title} ${counted(able + withUsed, 'run')}`}
    >
      {(close) => (
        <Stack gap="sm">
          {able + withUsed === 0 && <Text size="sm">None of the selected runs can be changed so.</Text>}
          {left.length > 0 && (
            <Text size="sm" c="dimmed">
              Of {counted(outlook.runs, 'selected run')}, {refusalsInWords(left)}.
            </Text>
          )}
          {!change && <DeedFields action={action} used={used} onChange={setDeed} />}
          {change && (
            <div aria-live="polite">
              <Progress
                value={outlook.runs > 0 ? (100 * change.seen) / outlook.runs : 0}
                aria-label="Runs that were looked at"
              />
              <Text size="sm" mt={6}>
                {formatCount(change.seen)} of {counted(outlook.runs, 'run')} looked at,{' '}
                {formatCount(change.changed)} {deedWords[action].done}
                {change.state === 'stopped' && '. Stopped: what is done stays done'}.
              </Text>
            </div>
          )}
          <ProblemAlert problem={change?.problem || undefined} />
          <Group justify="flex-end">
            {working ? (
              <Button variant="default" onClick={stop}>
                Stop
              </Button>
            ) : (
              <>
                <Button variant="default" onClick={close}>
                  {change ? 'Close' : 'Leave them'}
                </Button>
                <Button
                  color={action === 'DELETE' || action === 'CANCEL' ? 'red' : undefined}
                  disabled={!deed || able + withUsed === 0}
                  onClick={() => begin(change)}
                >
                  {change ? 'Go on' : `${title} ${counted(able + withUsed, 'run')}`}
                </Button>
              </>
            )}
          </Group>
        </Stack>
      )}
    </LateDialog>
  );
}

function firstDeed(action: ChangingAction): SelectionDeed | null {
  if (action === 'CANCEL') return { action };
  if (action === 'SET_PRIORITY') return { action, priority: 'HIGH' };
  return action === 'DELETE' ? { action, withDependents: false } : null;
}

function DeedFields({
  action,
  used,
  onChange,
}: {
  action: ChangingAction;
  used: number;
  onChange: (deed: SelectionDeed | null) => void;
}) {
  if (action === 'CANCEL') return <Text size="sm">Runs that wait for them fail.</Text>;
  if (action === 'TAG') return <TagFields onChange={onChange} />;
  if (action === 'SET_PRIORITY')
    return (
      <NativeSelect
        label="Priority among the runs of the team"
        data={Object.entries(priorityWords).map(([value, label]) => ({ value, label }))}
        // The values are those of the list.
        onChange={(event) => onChange({ action, priority: event.currentTarget.value as Priority })}
      />
    );
  return (
    <>
      <Text size="sm">
        What they made goes with them, and so do files and comments; those under way are cancelled. They can
        be restored for 30 days.
      </Text>
      {used > 0 && (
        <Checkbox
          label="Also delete the runs that were made from them"
          onChange={(event) => onChange({ action, withDependents: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function TagFields({ onChange }: { onChange: (deed: SelectionDeed | null) => void }) {
  const [{ key, value, remove }, setTag] = useState({ key: '', value: '', remove: false });
  const change = (more: { key?: string; value?: string; remove?: boolean }) => {
    const next = { key, value, remove, ...more };
    setTag(next);
    const name = next.key.trim();
    if (!name) onChange(null);
    else if (next.remove) onChange({ action: 'TAG', tags: [], remove: [name] });
    else onChange({ action: 'TAG', tags: [{ key: name, value: next.value }], remove: [] });
  };
  return (
    <Stack gap="xs">
      <TextInput
        label="Tag"
        data-autofocus
        maxLength={250}
        value={key}
        onChange={(event) => change({ key: event.currentTarget.value })}
      />
      {!remove && (
        <TextInput
          label="What it says"
          description="May stay empty."
          maxLength={250}
          value={value}
          onChange={(event) => change({ value: event.currentTarget.value })}
        />
      )}
      <Checkbox
        label="Take it away instead"
        checked={remove}
        onChange={(event) => change({ remove: event.currentTarget.checked })}
      />
    </Stack>
  );
}
