import { useCallback, useEffect, useState } from 'react';
import type { RequestPolicy, TypedDocumentNode } from 'urql';
import { useClient } from 'urql';
import { useConnection } from './api-provider';

/** What came of a question. */
export interface Answer<Data> {
  /** Of the latest variables; undefined until it is there. */
  readonly data: Data | undefined;
  readonly failed: boolean;
  readonly pending: boolean;
  /** Asks once more. */
  readonly again: () => void;
}

/**
 * Asks the API once for each set of variables, as soon as it is wanted; what failed is asked again when the connection is
 * back. For what begins to be wanted after the page was drawn: urql's own hook asks while it renders, and where it was
 * switched on during hydration under load it was seen to render again and again without end.
 */
export function useAnswer<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  wanted: boolean,
  requestPolicy: RequestPolicy = 'cache-first',
): Answer<Data> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const [last, setLast] = useState<{ key: string; data: Data | undefined; failed: boolean }>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables, an object made anew each time
  useEffect(() => {
    if (!wanted) return;
    let replaced = false;
    const ask = async () => {
      const { data, error } = await client.query(document, variables, { requestPolicy }).toPromise();
      if (!replaced) setLast({ key, data, failed: error !== undefined });
    };
    ask();
    return () => {
      replaced = true;
    };
  }, [client, document, key, wanted, requestPolicy, attempt]);
  const current = last?.key === key ? last : undefined;
  const failed = current?.failed ?? false;
  const again = useCallback(() => {
    setLast(undefined);
    setAttempt((before) => before + 1);
  }, []);
  useConnection((connection) => failed && connection === 'connected' && again());
  return { data: current?.data, failed, pending: wanted && !current, again };
}
