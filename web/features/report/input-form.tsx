'use client';

import { Checkbox, NumberInput, Select } from '@mantine/core';
import editor from './editor.module.css';
import { gone } from './evaluation-forms';
import type { SourceOf } from './panel-sources';
import type { Choices } from './report-documents';

const mostNeighbors = 24;

/** Which input as which detector sees it, with what of its reasons. */
export function InputForm({
  panel,
  choices: { leaderboard },
  onChange,
}: {
  readonly panel: SourceOf<'input'>;
  readonly choices: Choices;
  readonly onChange: (panel: SourceOf<'input'>) => void;
}) {
  const inputs = leaderboard.find(({ id }) => id === panel.evaluationId)?.inputCount ?? undefined;
  const known = new Set(leaderboard.map(({ id }) => id));
  return (
    <>
      <Select
        size="xs"
        searchable
        label="Detector"
        allowDeselect={false}
        value={panel.evaluationId}
        data={[
          ...leaderboard.map(({ id, name }) => ({ value: id, label: name })),
          ...gone([panel.evaluationId], known),
        ]}
        onChange={(evaluationId) => evaluationId && onChange({ ...panel, evaluationId })}
      />
      <NumberInput
        size="xs"
        label="Input"
        description={inputs && `Its number, 0 to ${inputs - 1}: the address of its page ends in it.`}
        min={0}
        {...(inputs && { max: inputs - 1 })}
        allowDecimal={false}
        value={panel.index}
        onChange={(index) => typeof index === 'number' && onChange({ ...panel, index })}
      />
      <NumberInput
        size="xs"
        label="Neighbors"
        min={0}
        max={mostNeighbors}
        clampBehavior="strict"
        allowDecimal={false}
        value={panel.neighbors ?? 12}
        onChange={(neighbors) => typeof neighbors === 'number' && onChange({ ...panel, neighbors })}
      />
      <Checkbox
        size="xs"
        className={editor.tick ?? ''}
        label="Evolution map"
        checked={panel.map ?? true}
        onChange={(event) => onChange({ ...panel, map: event.currentTarget.checked })}
      />
    </>
  );
}
