'use client';

import { Kbd, Table, TableTbody, TableTd, TableTr } from '@mantine/core';
import { LateDialog } from '../../parts/late-dialog';

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

/** The keys that a list of runs knows. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <LateDialog onClosed={onClose} title="Keys of the list of runs">
      {() => (
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
      )}
    </LateDialog>
  );
}
