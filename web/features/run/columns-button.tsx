'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';

/** The button of the columns; says how many were chosen where they are not the usual ones. */
export function ColumnsButton({
  chosen,
  ...props
}: ButtonProps & ComponentPropsWithRef<'button'> & { chosen: number | undefined }) {
  return (
    <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden="true" />} {...props}>
      Columns{chosen === undefined ? '' : ` (${chosen})`}
    </Button>
  );
}
