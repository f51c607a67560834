'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import type { SavedRunsView } from './view-address';

/** The button of the saved lists, called as the one that is shown. */
export function ViewsButton({
  current,
  ...props
}: ButtonProps & ComponentPropsWithRef<'button'> & { current: SavedRunsView | undefined }) {
  return (
    <Button
      variant="default"
      aria-haspopup="menu"
      leftSection={<IconBookmark size={15} aria-hidden="true" />}
      {...props}
    >
      {current ? current.name : 'Views'}
    </Button>
  );
}
