'use client';

import { Button, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { startTransition, useCallback, useEffect } from 'react';
import { Empty } from '../parts/empty';
import { PageHead } from '../parts/page-head';

/** An outage of seconds, such as a restart, is to pass without anybody's doing. */
const retryMs = 4000;

/** Shown where a page could not be made: tries again by itself, and at once when the machine is online again. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  const again = useCallback(
    () =>
      startTransition(() => {
        router.refresh();
        reset();
      }),
    [router, reset],
  );
  useEffect(() => {
    const timer = setInterval(again, retryMs);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [again]);
  return (
    <>
      <PageHead title="This page could not be made" />
      <Empty
        action={
          <Group>
            <Button onClick={again}>Try again</Button>
          </Group>
        }
      >
        The server did not answer as expected. Nothing is lost: runs go on by themselves, and everything that
        was made is kept. This page tries again by itself every few seconds; if it stays like this, see
        whether the server is running
        {error.digest ? ` and look in the log of the pages for ${error.digest}` : ''}.
      </Empty>
    </>
  );
}
