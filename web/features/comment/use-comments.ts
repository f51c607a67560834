import type { ResultOf } from '@fiducial/schema';
import { useCallback, useEffect, useState } from 'react';
import type { CombinedError } from 'urql';
import { type Client, useClient } from 'urql';
import { CommentsOfInput, CommentsOfNode } from './comment-documents';
import type { CommentSubject } from './new-comment';

const policy = { requestPolicy: 'network-only' } as const;

/** The comments about something, as they were last read, and a way to read them again. */
export function useComments(subject: CommentSubject) {
  const client = useClient();
  const [attempt, setAttempt] = useState(0);
  const [read, setRead] = useState<Read>();
  const index = 'inputIndex' in subject ? subject.inputIndex : undefined;
  const id = 'runId' in subject ? subject.runId : subject.evaluationId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once more at each attempt
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const next = await readComments(client, id, index);
      // What is shown stays where it could not be read again.
      if (!left) setRead((before) => ({ found: next.found ?? before?.found, error: next.error }));
    };
    ask();
    return () => {
      left = true;
    };
  }, [client, id, index, attempt]);
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  useEffect(() => {
    const onReturn = () => document.visibilityState === 'visible' && again();
    document.addEventListener('visibilitychange', onReturn);
    return () => document.removeEventListener('visibilitychange', onReturn);
  }, [again]);
  return { found: read?.found, error: read?.error, again, id, onInput: index !== undefined };
}

/** Whatever they are about, what is shown of them is the same. */
interface Read {
  readonly found:
    | (Pick<ResultOf<typeof CommentsOfInput>['input'] & object, 'comments'> & {
        readonly project: NonNullable<ResultOf<typeof CommentsOfInput>['input']>['evaluation']['project'];
      })
    | CommentedNode
    | undefined;
  readonly error: string | undefined;
}

type CommentedNode = Extract<ResultOf<typeof CommentsOfNode>['node'], { comments: unknown }>;

async function readComments(client: Client, id: string, index: number | undefined): Promise<Read> {
  if (index !== undefined) {
    const { data, error } = await client.query(CommentsOfInput, { id, index }, policy).toPromise();
    const input = data?.input;
    return {
      found: input ? { ...input, project: input.evaluation.project } : undefined,
      error: words(error),
    };
  }
  const { data, error } = await client.query(CommentsOfNode, { id }, policy).toPromise();
  const node = data?.node;
  return { found: node && 'comments' in node ? node : undefined, error: words(error) };
}

function words(error: CombinedError | undefined): string | undefined {
  return error && (error.graphQLErrors[0]?.message ?? 'the server did not answer').replace(/\.$/, '');
}
