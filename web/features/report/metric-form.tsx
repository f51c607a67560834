'use client';

import { MultiSelect, Select } from '@mantine/core';
import editor from './editor.module.css';
import { gone } from './evaluation-forms';
import type { SourceOf } from './panel-sources';
import type { Choices } from './report-documents';

const mostRuns = 10;

/** Which metric of which runs. */
export function MetricForm({
  panel,
  choices: { runs, metricNames },
  onChange,
}: {
  readonly panel: SourceOf<'metric'>;
  readonly choices: Choices;
  readonly onChange: (panel: SourceOf<'metric'>) => void;
}) {
  const known = new Set(runs.edges.map(({ node }) => node.id));
  return (
    <>
      <Select
        size="xs"
        searchable
        label="Metric"
        allowDeselect={false}
        value={panel.name}
        data={[...new Set([...metricNames, panel.name])]}
        onChange={(name) => name && onChange({ ...panel, name })}
      />
      <MultiSelect
        size="xs"
        searchable
        hidePickedOptions
        className={editor.wide ?? ''}
        label="Runs, of the newest hundred"
        maxValues={mostRuns}
        error={panel.runIds.length === 0 && 'Choose at least one.'}
        value={panel.runIds}
        data={[
          ...runs.edges.map(({ node: { id, title } }) => ({ value: id, label: title })),
          ...gone(panel.runIds, known),
        ]}
        onChange={(runIds) => onChange({ ...panel, runIds })}
      />
    </>
  );
}
