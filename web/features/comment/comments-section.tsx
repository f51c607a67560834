'use client';

import { readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount } from '../../text/numbers';
import { CommentFields, CommentsOfInput, CommentsOfNode } from './comment-documents';
import { CommentList, type ListedComment } from './comment-list';
import { type CommentSubject, NewComment } from './new-comment';
import { useSeen } from './use-seen';

const none: readonly ListedComment[] = [];

/** What people say about a run, an evaluation or an input; read anew whenever one comes back to the page. */
export function CommentsSection({ subject, actions }: { subject: CommentSubject; actions?: ReactNode }) {
  const { thread, error, again } = useThread(subject);
  useSeen(thread?.comments ?? none);
  const mayWrite = thread !== undefined && thread.viewerRole !== 'VIEWER' && thread.viewerRole !== null;
  const { comments = none, totalCount = 0, people = [] } = thread ?? {};
  return (
    <Section title="Comments" note={totalCount > 0 && formatCount(totalCount)} actions={actions}>
      {error && <Text c="dimmed">The comments could not be read: {error}</Text>}
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
  const onInput = 'inputIndex' in subject && subject.inputIndex !== undefined;
  const id = 'runId' in subject ? subject.runId : subject.evaluationId;
  const context = useMemo(() => ({ requestPolicy: 'cache-and-network' as const }), []);
  const [ofNode, againNode] = useQuery({
    query: CommentsOfNode,
    variables: { id },
    pause: onInput,
    context,
  });
  const [ofInput, againInput] = useQuery({
    query: CommentsOfInput,
    variables: { id, index: onInput ? (subject.inputIndex ?? 0) : 0 },
    pause: !onInput,
    context,
  });
  const again = onInput ? againInput : againNode;
  useEffect(() => {
    const onReturn = () => document.visibilityState === 'visible' && again();
    document.addEventListener('visibilitychange', onReturn);
    return () => document.removeEventListener('visibilitychange', onReturn);
  }, [again]);
  const node = ofNode.data?.node;
  const found = onInput
    ? ofInput.data?.input && { ...ofInput.data.input, project: ofInput.data.input.evaluation.project }
    : node && 'comments' in node
      ? node
      : undefined;
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
  const { error } = onInput ? ofInput : ofNode;
  return {
    thread,
    error: error && (error.graphQLErrors[0]?.message ?? 'the server did not answer'),
    again,
  };
}

function InputLink({ evaluationId, index }: { evaluationId: string; index: number }) {
  return <TextLink href={paths.input(evaluationId, index)}>Input {formatCount(index)}</TextLink>;
}
