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
  const go = (href: string | null) => (event: KeyboardEvent) => {
    if (!href || takesArrows(event.target)) return;
    event.preventDefault();
    router.push(href);
  };
  useHotkeys([
    ['ArrowLeft', go(previous), { preventDefault: false }],
    ['ArrowRight', go(next), { preventDefault: false }],
  ]);
  return (
    <Group gap="xs">
      <Step href={previous} title="Previous" left={<IconChevronLeft size={16} />} />
      <Step href={next} title="Next" right={<IconChevronRight size={16} />} />
    </Group>
  );
}

/** Whether arrow keys mean something where the focus is: among tabs, and in what they scroll. */
function takesArrows(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=tablist], [role=menu], [tabindex="0"]') !== null;
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
