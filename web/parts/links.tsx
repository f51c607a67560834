'use client';

import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link within the pages. Not fetched beforehand: a list has a hundred of them, each an answer of the API. */
export function TextLink({
  href,
  children,
  ...look
}: AnchorProps & { href: string; title?: string; tabIndex?: number; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} prefetch={false} inherit {...look}>
      {children}
    </Anchor>
  );
}

/** A link within the pages that looks like a button. */
export function ButtonLink({
  href,
  children,
  ...look
}: ButtonProps & { href: string; title?: string | undefined; children: ReactNode }) {
  return (
    <Button component={Link} href={href} prefetch={false} {...look}>
      {children}
    </Button>
  );
}
