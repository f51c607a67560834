'use client';

import { ActionIcon } from '@mantine/core';
import { useDisclosure, useWindowEvent } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { late } from '../../parts/late';
import { isField } from './is-field';

/** Loaded when first opened. */
const KeysDialog = late(() => import('./keys-dialog').then(({ KeysDialog }) => KeysDialog));

/** The keys that a list of runs knows; `?` opens it, too. */
export function KeyboardHelp() {
  const [opened, { open, close }] = useDisclosure();
  useWindowEvent('keydown', ({ key, target }) => {
    // By what is typed: keyboards have the sign in different places.
    if (key === '?' && !isField(target)) open();
  });
  return (
    <>
      <ActionIcon variant="default" size={36} aria-label="Keys of this list" title="Keys (?)" onClick={open}>
        <IconKeyboard size={17} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      {opened && <KeysDialog onClose={close} />}
    </>
  );
}
