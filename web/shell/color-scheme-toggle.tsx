'use client';

import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import classes from './shell.module.css';

/** Turns between light and dark; the browser remembers. Both icons are there, and CSS shows the one that fits. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label="Turn between light and dark colors"
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      <IconSun size={18} stroke={1.5} className={classes.inDark} />
      <IconMoon size={18} stroke={1.5} className={classes.inLight} />
    </ActionIcon>
  );
}
