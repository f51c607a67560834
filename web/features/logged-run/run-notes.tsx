'use client';

import { Button, Group, Text, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { Section } from '../../parts/section';
import classes from './logged-run.module.css';
import { type RunWordsData, SetNotes } from './logged-run-details';

/** What people wrote about a run, and can write here. */
export function RunNotes({
  run: { id, notes: given },
  mayEdit,
}: {
  run: Pick<RunWordsData, 'id' | 'notes'>;
  mayEdit: boolean;
}) {
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [{ fetching, data }, set] = useMutation(SetNotes);
  const router = useRouter();
  const notes = data?.setNotes.__typename === 'Run' ? data.setNotes.notes : given;
  const save = async () => {
    const result = await set({ runId: id, notes: draft ?? '' });
    const outcome = outcomeOf(result.data?.setNotes, 'Run', result.error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    setProblem(undefined);
    setDraft(undefined);
    router.refresh();
  };
  const edit = (
    <Button variant="default" size="xs" onClick={() => setDraft(notes)}>
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
          <Group gap="xs" mt="xs">
            <Button size="xs" loading={fetching} onClick={save}>
              Save
            </Button>
            <Button size="xs" variant="default" onClick={() => setDraft(undefined)}>
              Leave as it was
            </Button>
          </Group>
        </>
      )}
    </Section>
  );
}
