'use client';

import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Says what did not come, and asks for it again. */
export function TryAgain({ children, again }: { readonly children: ReactNode; readonly again: () => void }) {
  return (
    <Text component="span" size="sm" role="alert">
      {children}{' '}
      <Anchor component="button" type="button" inherit onClick={again}>
        Try again
      </Anchor>
    </Text>
  );
}
