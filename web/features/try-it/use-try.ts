'use client';

import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { type Tried, TryInputMutation, type TryVariables } from './try-query';

/** What is known of the image on the page. */
export interface Trying {
  /** The last answer; it stays while the next one is on its way. */
  readonly tried: Tried | undefined;
  readonly refusal: string | undefined;
  readonly pending: boolean;
  /** From sending the question to its answer. */
  readonly milliseconds: number;
}

const idle: Trying = { tried: undefined, refusal: undefined, pending: false, milliseconds: 0 };

/**
 * Asks whenever `asked` changes, one question at a time: while one is on its way the newest of those that came meanwhile
 * waits, and the others are never sent. Nothing is asked while `asked` is undefined.
 */
export function useTry(asked: TryVariables | undefined): Trying {
  const client = useClient();
  const [trying, setTrying] = useState<Trying>(idle);
  const next = useRef<TryVariables | undefined>(undefined);
  const busy = useRef(false);
  const wanted = useRef(false);
  const key = asked ? JSON.stringify(asked) : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the content of `asked`
  useEffect(() => {
    next.current = asked;
    wanted.current = asked !== undefined;
    if (!asked) setTrying(idle);
    const run = async () => {
      if (busy.current) return;
      busy.current = true;
      for (let input = next.current; input; input = next.current) {
        next.current = undefined;
        setTrying((before) => ({ ...before, pending: true }));
        const started = performance.now();
        const { data, error } = await client.mutation(TryInputMutation, { input }).toPromise();
        // The image was taken away meanwhile.
        if (!wanted.current) break;
        const outcome = outcomeOf(data?.tryInput, 'TriedInput', error);
        setTrying({
          tried: 'thing' in outcome ? outcome.thing : undefined,
          refusal: 'refusal' in outcome ? outcome.refusal.message : undefined,
          pending: next.current !== undefined,
          milliseconds: performance.now() - started,
        });
      }
      busy.current = false;
    };
    void run();
  }, [key, client]);
  return trying;
}
