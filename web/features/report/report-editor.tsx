'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { paths } from '../../lib/paths';
import { ButtonLink } from '../../parts/links';
import { AddBlock } from './add-block';
import { BlockEditor } from './block-editor';
import { type DraftBlock, draftOf, stepDraft } from './draft';
import editor from './editor.module.css';
import { keepDraft } from './kept-draft';
import { KeptDraftNotice } from './kept-draft-notice';
import type { BlockSource, Choices } from './report-documents';
import { SaveProblemAlert } from './save-problem';
import { useBeginReport } from './use-begin-report';
import { useSaveReport } from './use-save-report';
import { useUnsavedGuard } from './use-unsaved-guard';

/** A report as it was read to be changed. */
export interface EditedReport {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly sources: readonly BlockSource[];
}

/** Where a report is written: saved when told to, and never over what somebody else saved without asking. */
export function ReportEditor({
  report,
  choices,
}: {
  readonly report: EditedReport;
  readonly choices: Choices;
}) {
  const { id, title, sources } = report;
  const [first] = useState(() => draftOf(title, sources));
  const [draft, step] = useReducer(stepDraft, first);
  const { saving, problem, isChanged, save, saveOver } = useSaveReport(report, first);
  const { beginning, begin } = useBeginReport();
  const router = useRouter();
  const unsaved = isChanged(draft);
  useUnsavedGuard(unsaved);
  useEffect(() => {
    if (draft !== first) keepDraft(id, unsaved ? draft : null);
  }, [id, draft, first, unsaved]);
  const onSave = () => {
    // By keys it is told again and again: a second one on its way would be refused for the sake of the first.
    if (unsaved && !saving) void save(draft);
  };
  // In a text field, too: that is where one is.
  useHotkeys([['mod+S', onSave]], []);
  const onRemove = useCallback((block: DraftBlock, at: number) => {
    step({ do: 'remove', key: block.key });
    sayRemoved(() => step({ do: 'put back', block, at }));
  }, []);
  const onSaveAsNew = async () => {
    const made = await begin({
      projectId: choices.id,
      title: draft.title.slice(0, mostCopied),
      blocks: draft.blocks.map(({ source }) => source),
      copyOfId: id,
    });
    if (made) keepDraft(id, null);
  };
  return (
    <div className={editor.editor}>
      <div className={editor.bar}>
        <span className={editor.state} role="status">
          {saving ? 'Saving …' : unsaved ? 'Changes are not saved' : 'All is saved'}
        </span>
        <Button loading={saving} disabled={!unsaved} onClick={onSave} title="Ctrl S">
          Save
        </Button>
        <Button
          variant="default"
          loading={saving}
          disabled={!unsaved}
          onClick={async () => {
            if (await save(draft)) router.push(paths.report(id));
          }}
        >
          Save and read
        </Button>
        <ButtonLink href={paths.report(id)} variant="subtle" color="gray">
          {unsaved ? 'Leave' : 'Read'}
        </ButtonLink>
      </div>
      {problem && (
        <SaveProblemAlert
          reportId={id}
          problem={problem}
          busy={saving || beginning}
          onSaveOver={() => saveOver(draft)}
          onSaveAsNew={() => void onSaveAsNew()}
        />
      )}
      <KeptDraftNotice
        id={id}
        onTake={(kept) => step({ do: 'take', title: kept.title, sources: kept.sources })}
      />
      <TextInput
        label="Title"
        mb="lg"
        maxLength={120}
        className={editor.title ?? ''}
        value={draft.title}
        error={draft.title.trim() === '' && 'It needs a title.'}
        onChange={(event) => step({ do: 'rename', title: event.currentTarget.value })}
      />
      {draft.blocks.map((block, place) => (
        <BlockEditor
          key={block.key}
          block={block}
          place={place}
          count={draft.blocks.length}
          choices={choices}
          onStep={step}
          onRemove={onRemove}
        />
      ))}
      <div className={editor.add}>
        <AddBlock
          choices={choices}
          onAdd={(source) => step({ do: 'add', source, at: draft.blocks.length })}
        />
      </div>
    </div>
  );
}

/** Characters of a title. */
const mostCopied = 120;

function sayRemoved(onUndo: () => void) {
  const notice = `removed-${crypto.randomUUID?.() ?? Math.random()}`;
  notifications.show({
    id: notice,
    autoClose: 10_000,
    message: (
      <Group justify="space-between">
        The block is removed.
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(notice);
            onUndo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
