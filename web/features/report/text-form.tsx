'use client';

import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { late } from '../../parts/late';
import editor from './editor.module.css';

/** Loaded when somebody looks at what they wrote. */
const MarkdownText = late(() => import('./markdown').then(({ MarkdownText }) => MarkdownText));

/** Words in Markdown, as they are written and as they will be read. */
export function TextForm({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const [view, setView] = useState('write');
  return (
    <div>
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label="Text or preview"
        value={view}
        data={[
          { value: 'write', label: 'Write' },
          { value: 'read', label: 'Preview' },
        ]}
        onChange={setView}
      />
      {view === 'write' ? (
        <Textarea
          autosize
          minRows={4}
          maxRows={30}
          aria-label="Text in Markdown"
          placeholder="Markdown: # heading, **bold**, - list, | table |"
          classNames={{ input: editor.markdown ?? '' }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <div className={editor.preview}>
          {text.trim() ? <MarkdownText text={text} /> : 'Nothing is written yet.'}
        </div>
      )}
    </div>
  );
}
