'use client';

import { Anchor, Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { Ago } from '../../parts/ago';
import classes from './comment.module.css';
import { ChangeComment, type CommentData, DeleteComment, RestoreComment } from './comment-documents';
import { CommentText } from './comment-text';
import { MentionInput } from './mention-input';
import { mentionedIn, type Person } from './mentioned';

/** A comment with what it is about, where a list holds several such things. */
export interface ListedComment extends CommentData {
  readonly about?: ReactNode;
}

/** Comments in order; one's own are changed here, and taken away with a way back. */
export function CommentList({
  comments,
  people,
  onChanged,
}: {
  comments: readonly ListedComment[];
  people: readonly Person[];
  onChanged: () => void;
}) {
  return (
    <ul className={classes.list}>
      {comments.map((comment) => (
        <CommentItem key={comment.id} comment={comment} people={people} onChanged={onChanged} />
      ))}
    </ul>
  );
}

function CommentItem({
  comment,
  people,
  onChanged,
}: {
  comment: ListedComment;
  people: readonly Person[];
  onChanged: () => void;
}) {
  const { id, text, createdAt, editedAt, authorName, isViewers, deletable, mentions, about } = comment;
  const [editing, setEditing] = useState(false);
  const [{ fetching }, remove] = useMutation(DeleteComment);
  const [, restore] = useMutation(RestoreComment);
  const onRestore = async (notice: string) => {
    notifications.hide(notice);
    const { data, error } = await restore({ id });
    const outcome = outcomeOf(data?.restoreComment, 'Comment', error);
    if ('refusal' in outcome)
      notifications.show({
        color: 'red',
        title: 'The comment was not restored',
        message: outcome.refusal.message,
      });
    onChanged();
  };
  const onDelete = async () => {
    const { data, error } = await remove({ id });
    const outcome = outcomeOf(data?.deleteComment, 'DeletedComment', error);
    if ('refusal' in outcome)
      return notifications.show({
        color: 'red',
        title: 'The comment was not deleted',
        message: outcome.refusal.message,
      });
    const notice = `deleted-${id}`;
    notifications.show({
      id: notice,
      autoClose: 10_000,
      message: (
        <Group justify="space-between">
          The comment is deleted.
          <Button size="compact-sm" variant="subtle" onClick={() => onRestore(notice)}>
            Undo
          </Button>
        </Group>
      ),
    });
    onChanged();
  };
  return (
    <li className={classes.comment} id={`comment-${id}`}>
      <div className={classes.head}>
        <span className={classes.author}>{authorName ?? 'A closed account'}</span>
        <Ago at={createdAt} />
        {editedAt && <span>changed</span>}
        {about}
        {!editing && (
          <span className={classes.deeds}>
            {isViewers && (
              <Anchor component="button" type="button" inherit onClick={() => setEditing(true)}>
                Change
              </Anchor>
            )}
            {deletable && (
              <Anchor component="button" type="button" inherit disabled={fetching} onClick={onDelete}>
                Delete
              </Anchor>
            )}
          </span>
        )}
      </div>
      {editing ? (
        <EditComment
          comment={comment}
          people={people}
          onEnd={(changed) => {
            setEditing(false);
            if (changed) onChanged();
          }}
        />
      ) : (
        <CommentText text={text} mentions={mentions} />
      )}
    </li>
  );
}

function EditComment({
  comment: { id, text },
  people,
  onEnd,
}: {
  comment: CommentData;
  people: readonly Person[];
  onEnd: (changed: boolean) => void;
}) {
  const [draft, setDraft] = useState(text);
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, change] = useMutation(ChangeComment);
  const onSave = async () => {
    if (!draft.trim() || fetching) return;
    const { data, error } = await change({
      input: { id, text: draft, mentions: mentionedIn(draft, people) },
    });
    const outcome = outcomeOf(data?.changeComment, 'Comment', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    onEnd(true);
  };
  return (
    <>
      <MentionInput
        label="The comment"
        value={draft}
        people={people}
        error={problem}
        onChange={setDraft}
        onSubmit={onSave}
      />
      <Group gap="xs" mt="xs">
        <Button size="xs" loading={fetching} disabled={!draft.trim()} onClick={onSave}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={() => onEnd(false)}>
          Leave as it was
        </Button>
      </Group>
    </>
  );
}
