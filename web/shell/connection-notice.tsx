'use client';

import { Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useConnection } from '../lib/api-provider';

/** Says when live updates are interrupted; when they are back, the page is read once again. */
export function ConnectionNotice() {
  const [lost, setLost] = useState(false);
  const router = useRouter();
  useConnection((connection) => {
    setLost(connection === 'lost');
    if (connection === 'connected') router.refresh();
  });
  return (
    <Text size="sm" c="dimmed" role="status">
      {lost ? 'Live updates interrupted, connecting again …' : ''}
    </Text>
  );
}
