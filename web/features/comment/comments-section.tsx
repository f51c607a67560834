'use client';

import { readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { TryAgain } from '../../parts/try-again';
import { formatCount } from '../../text/numbers';
import { mayLaunch } from '../account/may-launch';
import { CommentFields } from './comment-documents';
import { CommentList, type ListedComment } from './comment-list';
import { type CommentSubject, NewComment } from './new-comment';
import { useComments } from './use-comments';
import { useSeen } from './use-seen';

const none: readonly ListedComment[] = [];

/** What people say about a run, an evaluation or an input; read anew whenever one comes back to the page. */
export function CommentsSection({ subject, actions }: { subject: CommentSubject; actions?: ReactNode }) {
  const { thread, error, again } = useThread(subject);
  useSeen(thread?.comments ?? none);
  const mayWrite = thread !== undefined && mayLaunch(thread.viewerRole);
  const { comments = none, totalCount = 0, people = [] } = thread ?? {};
  return (
    <Section title="Comments" note={totalCount > 0 && formatCount(totalCount)} actions={actions}>
      {error && <TryAgain again={again}>The comments could not be read: {error}.</TryAgain>}
      {totalCount > comments.length && (
        <Text size="sm" c="dimmed" mb="sm">
          The newest {comments.length} are shown.
        </Text>
      )}
      {comments.length > 0 && <CommentList comments={comments} people={people} onChanged={again} />}
      {thread && comments.length === 0 && !mayWrite && (
        <Text c="dimmed">Nobody wrote anything here yet.</Text>
      )}
      {mayWrite && <NewComment subject={subject} people={people} onAdded={again} />}
    </Section>
  );
}

/** The comments about something, and a way to read them again. */
function useThread(subject: CommentSubject) {
  const { found, error, again, id, onInput } = useComments(subject);
  const thread = useMemo(
    () =>
      found
        ? {
            totalCount: found.comments.totalCount,
            viewerRole: found.project.viewerRole,
            people: found.project.people,
            comments: found.comments.edges.map(({ node: comment }): ListedComment => {
              const input = 'inputIndex' in comment ? comment.inputIndex : null;
              return {
                ...readFragment(CommentFields, comment),
                ...(input !== null && !onInput && { about: <InputLink evaluationId={id} index={input} /> }),
              };
            }),
          }
        : undefined,
    [found, id, onInput],
  );
  return { thread, error, again };
}

function InputLink({ evaluationId, index }: { evaluationId: string; index: number }) {
  return <TextLink href={paths.input(evaluationId, index)}>Input {formatCount(index)}</TextLink>;
}
