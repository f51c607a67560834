'use client';

import { Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useConnection } from '../lib/api-provider';

/**
 * Says when this computer is offline and when live updates are interrupted; when either is back, the page is read once
 * again, as it is when the server closed the connection because nobody is signed in any more.
 */
export function ConnectionNotice() {
  const [lost, setLost] = useState(false);
  const { online } = useNetwork();
  const router = useRouter();
  useConnection((connection) => {
    setLost(connection === 'lost');
    if (connection !== 'lost') router.refresh();
  });
  const wasOffline = useRef(false);
  useEffect(() => {
    if (online && wasOffline.current) router.refresh();
    wasOffline.current = !online;
  }, [online, router]);
  return (
    <Text size="sm" c="dimmed" role="status">
      {words(online, lost)}
    </Text>
  );
}

function words(online: boolean, lost: boolean): string {
  if (!online) return 'Offline: this page stays as it was until the network is back';
  return lost ? 'Live updates interrupted, connecting again …' : '';
}
