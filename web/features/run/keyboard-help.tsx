'use client';

import { ActionIcon, Kbd, Modal, Table, TableTbody, TableTd, TableTr } from '@mantine/core';
import { useDisclosure, useWindowEvent } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { isField } from './is-field';

const keys: readonly (readonly [readonly string[], string])[] = [
  [['↓', 'j'], 'The next run'],
  [['↑', 'k'], 'The one before'],
  [['Space', 'x'], 'Select it, or not'],
  [['Shift ↓', 'Shift ↑'], 'Select on the way'],
  [['Enter', 'o'], 'Open it'],
  [['Home', 'End'], 'The first run, the last that was read'],
  [['Esc'], 'Select nothing'],
  [['/'], 'To the filter'],
  [['?'], 'This help'],
];

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
      <Modal opened={opened} onClose={close} title="Keys of the list of runs">
        <Table>
          <TableTbody>
            {keys.map(([names, words]) => (
              <TableTr key={words}>
                <TableTd w={170}>
                  {names.map((name, at) => (
                    <span key={name}>
                      {at > 0 && ' '}
                      <Kbd>{name}</Kbd>
                    </span>
                  ))}
                </TableTd>
                <TableTd>{words}</TableTd>
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </Modal>
    </>
  );
}
