'use client';

import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';

/** The button of the account's menu. */
export function AccountButton(props: ActionIconProps & ComponentPropsWithRef<'button'>) {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account" aria-haspopup="menu" {...props}>
      <IconUser size={18} stroke={1.5} />
    </ActionIcon>
  );
}
