import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

/** Says what belongs in an empty place and has the button that makes it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <Text component="div" c="dimmed" maw={560}>
        {children}
      </Text>
      {action && <Group gap="xs">{action}</Group>}
    </div>
  );
}
