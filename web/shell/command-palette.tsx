'use client';

import { Kbd, UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { focusPageFilter } from '../lib/page-filter';
import { late } from '../parts/late';
import { keepTyped } from './keep-typed';
import classes from './shell.module.css';

/** Loaded when first opened: most visits never open it. */
const PaletteDialog = late(() => import('./palette-dialog').then(({ PaletteDialog }) => PaletteDialog));

/** The button and the keys that open the command palette: Ctrl K, and / where the page has no filter of its own. */
export function CommandPalette() {
  const [wanted, setWanted] = useState(0);
  const takeTyped = useRef<() => string>(() => '');
  const open = () => {
    // Whoever knows the keys does not wait for the palette, whose code comes with the first opening.
    if (wanted === 0) takeTyped.current = keepTyped();
    setWanted((times) => times + 1);
  };
  useHotkeys([
    ['mod+K', open],
    ['/', () => focusPageFilter() || open()],
  ]);
  return (
    <>
      <UnstyledButton className={classes.search} onClick={open} aria-label="Search and commands">
        <IconSearch size={15} stroke={1.6} aria-hidden="true" />
        <span className={classes.searchWords}>
          Search <Kbd size="xs">Ctrl K</Kbd>
        </span>
      </UnstyledButton>
      {wanted > 0 && <PaletteDialog opening={wanted} takeTyped={takeTyped.current} />}
    </>
  );
}
