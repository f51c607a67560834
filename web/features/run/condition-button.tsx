'use client';

import { Button, UnstyledButton } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { type Clause, inWords } from './run-conditions';

/** Opens the form of a condition: in the words of the one that is there, or to add one. */
export function ConditionButton({
  clause,
  ...props
}: Omit<ComponentPropsWithRef<'button'>, 'color'> & { clause: Clause | undefined }) {
  if (clause)
    return (
      <UnstyledButton fz="sm" title="Change it" {...props}>
        {inWords(clause)}
      </UnstyledButton>
    );
  return (
    <Button variant="default" size="xs" leftSection={<IconFilter size={14} aria-hidden="true" />} {...props}>
      Add a condition
    </Button>
  );
}
