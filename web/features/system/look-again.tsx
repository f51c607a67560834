'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';

/** Looks at everything on the page again. */
export function LookAgain() {
  const router = useRouter();
  const [looking, look] = useTransition();
  return (
    <Button variant="default" loading={looking} onClick={() => look(() => router.refresh())}>
      Look again
    </Button>
  );
}
