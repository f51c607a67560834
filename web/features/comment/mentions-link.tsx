'use client';

import { graphql } from '@fiducial/schema';
import { ActionIcon, Indicator } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { paths } from '../../lib/paths';

const UnseenMentions = graphql(`
  query UnseenMentions { viewer { unseenMentions } }
`);

const everyMs = 60_000;

/** The way to the comments that address the viewer, with how many of them are new. */
export function MentionsLink() {
  const path = usePathname();
  const [{ data }, again] = useQuery({ query: UnseenMentions, requestPolicy: 'cache-and-network' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again on another page, too
  useEffect(() => {
    const timer = setInterval(() => again({ requestPolicy: 'network-only' }), everyMs);
    again({ requestPolicy: 'network-only' });
    return () => clearInterval(timer);
  }, [again, path]);
  const unseen = data?.viewer.unseenMentions ?? 0;
  const words = unseen === 0 ? 'Mentions' : `Mentions, ${unseen} new`;
  return (
    <Indicator label={unseen > 99 ? '99+' : unseen} size={16} offset={6} disabled={unseen === 0} inline>
      <ActionIcon
        component={Link}
        href={paths.mentions}
        prefetch={false}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words}
        title={words}
      >
        <IconAt size={18} stroke={1.5} />
      </ActionIcon>
    </Indicator>
  );
}
