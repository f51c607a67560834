'use client';

import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import editor from './editor.module.css';
import { ResultsForm, RocForm, ScoresForm } from './evaluation-forms';
import { FigureForm } from './figure-form';
import { InputForm } from './input-form';
import { MetricForm } from './metric-form';
import type { BlockSource, Choices } from './report-documents';

/** The options of a panel, whichever it is, and its caption. */
export function PanelForm({
  source,
  choices,
  onChange,
}: {
  readonly source: BlockSource;
  readonly choices: Choices;
  readonly onChange: (source: BlockSource) => void;
}): ReactNode {
  if ('results' in source)
    return (
      <WithCaption of={source.results} onChange={(of) => onChange({ results: of })}>
        <ResultsForm panel={source.results} choices={choices} onChange={(of) => onChange({ results: of })} />
      </WithCaption>
    );
  if ('roc' in source)
    return (
      <WithCaption of={source.roc} onChange={(of) => onChange({ roc: of })}>
        <RocForm panel={source.roc} choices={choices} onChange={(of) => onChange({ roc: of })} />
      </WithCaption>
    );
  if ('scores' in source)
    return (
      <WithCaption of={source.scores} onChange={(of) => onChange({ scores: of })}>
        <ScoresForm panel={source.scores} choices={choices} onChange={(of) => onChange({ scores: of })} />
      </WithCaption>
    );
  if ('metric' in source)
    return (
      <WithCaption of={source.metric} onChange={(of) => onChange({ metric: of })}>
        <MetricForm panel={source.metric} choices={choices} onChange={(of) => onChange({ metric: of })} />
      </WithCaption>
    );
  if ('figure' in source)
    return (
      <WithCaption of={source.figure} onChange={(of) => onChange({ figure: of })}>
        <FigureForm panel={source.figure} choices={choices} onChange={(of) => onChange({ figure: of })} />
      </WithCaption>
    );
  return (
    'input' in source && (
      <WithCaption of={source.input} onChange={(of) => onChange({ input: of })}>
        <InputForm panel={source.input} choices={choices} onChange={(of) => onChange({ input: of })} />
      </WithCaption>
    )
  );
}

function WithCaption<Of extends { readonly caption?: string | null }>({
  of,
  onChange,
  children,
}: {
  readonly of: Of;
  readonly onChange: (of: Of) => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={editor.options}>
      {children}
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxLength={1000}
        className={editor.wide}
        label="Caption"
        placeholder="Says by itself what is shown, unless you write something else"
        value={of.caption ?? ''}
        onChange={(event) => onChange({ ...of, caption: event.currentTarget.value || null })}
      />
    </div>
  );
}
