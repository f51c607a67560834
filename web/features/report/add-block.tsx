'use client';

import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type Kind, kindTitles, newBlock } from './block-kinds';
import type { BlockSource, Choices } from './report-documents';

const panels = ['results', 'roc', 'scores', 'metric', 'figure', 'input'] as const satisfies readonly Kind[];

/** The buttons that add words or a panel. */
export function AddBlock({
  choices,
  onAdd,
}: {
  readonly choices: Choices;
  readonly onAdd: (source: BlockSource) => void;
}) {
  return (
    <Button.Group>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        onClick={() => onAdd({ text: { markdown: '' } })}
      >
        Text
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={16} />}>
            Panel
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {panels.map((kind) => {
            const source = newBlock(kind, choices);
            return (
              <Menu.Item key={kind} disabled={!source} onClick={() => source && onAdd(source)}>
                {kindTitles[kind]}
                {!source && ': nothing to show yet'}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
