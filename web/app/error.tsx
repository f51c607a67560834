'use client';

import { Button, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { Empty } from '../parts/empty';
import { PageHead } from '../parts/page-head';

/** Shown where a page could not be made. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
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
        was made is kept. Try again in a moment; if it stays like this, see whether the server is running
        {error.digest ? ` and look in the log of the pages for ${error.digest}` : ''}.
      </Empty>
    </>
  );
}
