'use client';

import { Button, Group } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { PageLink } from '../../parts/page-link';

/** To the inputs before and after this one in the list; the arrow keys do the same. */
export function InputNavigation({
  previous,
  next,
}: {
  readonly previous: string | null;
  readonly next: string | null;
}) {
  const router = useRouter();
  useHotkeys([
    ['ArrowLeft', () => previous && router.push(previous)],
    ['ArrowRight', () => next && router.push(next)],
  ]);
  return (
    <Group gap="xs">
      <Step href={previous} title="Previous" left={<IconChevronLeft size={16} />} />
      <Step href={next} title="Next" right={<IconChevronRight size={16} />} />
    </Group>
  );
}

function Step({
  href,
  title,
  left,
  right,
}: {
  readonly href: string | null;
  readonly title: string;
  readonly left?: React.ReactNode;
  readonly right?: React.ReactNode;
}) {
  const look = { variant: 'default', leftSection: left, rightSection: right } as const;
  return href ? (
    <Button component={PageLink} href={href} {...look}>
      {title}
    </Button>
  ) : (
    <Button disabled {...look}>
      {title}
    </Button>
  );
}
