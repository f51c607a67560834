'use client';

import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';

/** Tabs of which only the open one is drawn: a hidden chart has no size. */
export function ReasonTabs({ first, children }: { readonly first: string; readonly children: ReactNode }) {
  return (
    <Tabs defaultValue={first} keepMounted={false}>
      {children}
    </Tabs>
  );
}
