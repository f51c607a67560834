'use client';

import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { AddComment } from './comment-documents';
import { MentionInput } from './mention-input';
import { mentionedIn, type Person } from './mentioned';

/** What a comment is about. */
export type CommentSubject =
  | { readonly runId: string }
  | { readonly evaluationId: string; readonly inputIndex?: number };

/** Where a comment is written. What is typed stays until the server has taken it. */
export function NewComment({
  subject,
  people,
  onAdded,
}: {
  subject: CommentSubject;
  people: readonly Person[];
  onAdded: () => void;
}) {
  const [draft, setDraft] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, add] = useMutation(AddComment);
  const onSend = async () => {
    // By keys it is sent again and again, also while it is on its way.
    if (!draft.trim() || fetching) return;
    const input = { ...subject, text: draft, mentions: mentionedIn(draft, people) };
    const { data, error } = await add({ input });
    const outcome = outcomeOf(data?.addComment, 'Comment', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    setProblem(undefined);
    setDraft('');
    onAdded();
  };
  return (
    <>
      <MentionInput
        label="New comment"
        placeholder="Write a comment; @ addresses somebody"
        value={draft}
        people={people}
        error={problem}
        onChange={setDraft}
        onSubmit={onSend}
      />
      {draft && (
        <Group gap="md" mt="xs">
          <Button size="xs" loading={fetching} disabled={!draft.trim()} onClick={onSend}>
            Comment
          </Button>
          <Text size="xs" c="dimmed">
            or Ctrl Enter
          </Text>
        </Group>
      )}
    </>
  );
}
