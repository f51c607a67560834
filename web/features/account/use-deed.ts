'use client';

import { notifications } from '@mantine/notifications';
import type { CombinedError } from '@urql/core';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';

/** What a mutation came to: its result, a member with a message where it was refused. */
interface Came {
  readonly result: object | null | undefined;
  readonly error: CombinedError | undefined;
}

/** Says what came of a mutation, reads the page again, and tells whether it was done. */
export function useDeed(): (came: Came, words: { done?: string; failed: string }) => boolean {
  const router = useRouter();
  return useCallback(
    ({ result, error }, { done, failed }) => {
      if (result && !('message' in result)) {
        if (done) notifications.show({ message: done });
        router.refresh();
        return true;
      }
      const refused = result && 'message' in result ? String(result.message) : undefined;
      notifications.show({
        color: 'red',
        title: failed,
        message: refused ?? error?.graphQLErrors[0]?.message ?? 'The server did not answer. Try again.',
      });
      return false;
    },
    [router],
  );
}
