'use client';

import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { Section } from '../../parts/section';
import classes from './logged-run.module.css';
import { type RunWordsData, SetNotes } from './logged-run-details';

/** What people wrote about a run, and can write here: never over what somebody else wrote since without saying so. */
export function RunNotes({
  run: { id, notes: given },
  mayEdit,
}: {
  run: Pick<RunWordsData, 'id' | 'notes'>;
  mayEdit: boolean;
}) {
  const [draft, setDraft] = useState<string>();
  /** What stood there when the draft was begun, or when its writer was last told of it. */
  const [read, setRead] = useState(given);
  /** What was saved here, until the page is read again. */
  const [saved, setSaved] = useState<{ readonly notes: string; readonly over: string }>();
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, set] = useMutation(SetNotes);
  const router = useRouter();
  if (saved && saved.over !== given) setSaved(undefined);
  const notes = saved?.over === given ? saved.notes : given;
  const changedSince = draft !== undefined && read !== notes;
  const save = async () => {
    setRead(notes);
    const result = await set({ runId: id, notes: draft ?? '', expected: notes });
    const outcome = outcomeOf(result.data?.setNotes, 'Run', result.error);
    // Also where it was refused: what somebody else wrote is shown.
    router.refresh();
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    setProblem(undefined);
    setDraft(undefined);
    setSaved({ notes: outcome.thing.notes, over: given });
  };
  const begin = () => {
    setRead(notes);
    setDraft(notes);
  };
  const leave = () => {
    setProblem(undefined);
    setDraft(undefined);
  };
  const edit = (
    <Button variant="default" size="xs" onClick={begin}>
      {notes ? 'Change' : 'Write'}
    </Button>
  );
  return (
    <Section title="Notes" actions={mayEdit && draft === undefined && edit}>
      {draft === undefined ? (
        <Text className={classes.notes} c={notes ? undefined : 'dimmed'}>
          {notes || 'Nobody wrote anything about this run yet.'}
        </Text>
      ) : (
        <>
          <Textarea
            aria-label="Notes"
            autosize
            minRows={3}
            maxRows={20}
            maw={760}
            value={draft}
            error={problem}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          {changedSince && (
            <Alert color="yellow" mt="xs" maw={760} title="Meanwhile somebody else wrote">
              <Text size="sm" className={classes.notes}>
                {notes || 'Nothing: the notes were taken away.'}
              </Text>
            </Alert>
          )}
          <Group gap="xs" mt="xs">
            <Button size="xs" loading={fetching} onClick={save}>
              {changedSince ? 'Replace theirs with mine' : 'Save'}
            </Button>
            <Button size="xs" variant="default" onClick={leave}>
              Leave as it was
            </Button>
          </Group>
        </>
      )}
    </Section>
  );
}
