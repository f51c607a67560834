'use client';

import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, memo } from 'react';
import { type Kind, kindOf, kindTitles } from './block-kinds';
import { BlockPreview } from './block-preview';
import type { DraftBlock, DraftStep } from './draft';
import editor from './editor.module.css';
import { PanelForm } from './panel-form';
import type { BlockSource, Choices } from './report-documents';
import { TextForm } from './text-form';

interface BlockEditorProps {
  readonly block: DraftBlock;
  /** Its place, from 0, and how many there are. */
  readonly place: number;
  readonly count: number;
  readonly choices: Choices;
  readonly onStep: (step: DraftStep) => void;
  readonly onRemove: (block: DraftBlock, place: number) => void;
}

/** One block of a report as it is written: its form, and below what it shows. Alt and an arrow key move it. */
export const BlockEditor = memo(function BlockEditor(props: BlockEditorProps) {
  const { block, place, count, choices, onStep, onRemove } = props;
  const { key, source } = block;
  const kind = kindOf(source);
  const move = (by: -1 | 1) => onStep({ do: 'move', key, by });
  const change = (changed: BlockSource) => onStep({ do: 'change', key, source: changed });
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  const label = `Block ${place + 1} of ${count}: ${kindTitles[kind]}`;
  return (
    <section className={editor.block} aria-label={label} onKeyDown={onKeyDown} data-block={key}>
      <div className={editor.blockHead}>
        <span className={editor.kind}>{kindTitles[kind]}</span>
        <MoveButton up disabled={place === 0} onClick={() => move(-1)} />
        <MoveButton disabled={place === count - 1} onClick={() => move(1)} />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove block ${place + 1}`}
          title="Remove"
          onClick={() => onRemove(block, place)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <BlockForm kind={kind} source={source} choices={choices} onChange={change} />
    </section>
  );
});

function MoveButton({ up, disabled, onClick }: { up?: boolean; disabled: boolean; onClick: () => void }) {
  const words = up ? 'Move up' : 'Move down';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={words}
      title={`${words} (Alt ${up ? '↑' : '↓'})`}
      // One that cannot go further keeps the focus, so that the other way is one key away.
      data-disabled={disabled || undefined}
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      {up ? <IconArrowUp size={16} /> : <IconArrowDown size={16} />}
    </ActionIcon>
  );
}

function BlockForm({
  kind,
  source,
  choices,
  onChange,
}: {
  readonly kind: Kind;
  readonly source: BlockSource;
  readonly choices: Choices;
  readonly onChange: (source: BlockSource) => void;
}) {
  if ('text' in source)
    return <TextForm text={source.text.markdown} onChange={(markdown) => onChange({ text: { markdown } })} />;
  return (
    <>
      <PanelForm source={source} choices={choices} onChange={onChange} />
      <BlockPreview projectId={choices.id} source={source} label={kindTitles[kind]} />
    </>
  );
}
