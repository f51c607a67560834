'use client';

import { useEffect, useRef } from 'react';
import { useMutation } from 'urql';
import { type CommentData, SeeMentions } from './comment-documents';

/** Says once of each comment shown that the one whom it mentions has seen it. */
export function useSeen(comments: readonly Pick<CommentData, 'id' | 'unseen'>[]): void {
  const [, see] = useMutation(SeeMentions);
  const told = useRef(new Set<string>());
  useEffect(() => {
    const ids = comments.filter(({ id, unseen }) => unseen && !told.current.has(id)).map(({ id }) => id);
    if (ids.length === 0) return;
    for (const id of ids) told.current.add(id);
    // Where it fails they stay unseen, and are told of again with the next page.
    void see({ ids });
  }, [comments, see]);
}
