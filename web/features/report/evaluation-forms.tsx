'use client';

import { MultiSelect, NumberInput, Select } from '@mantine/core';
import { denominators } from '../compare/compare-state';
import editor from './editor.module.css';
import type { SourceOf } from './panel-sources';
import type { Choices } from './report-documents';

interface FormOf<Panel> {
  readonly panel: Panel;
  readonly choices: Choices;
  readonly onChange: (panel: Panel) => void;
}

const mostEvaluations = 20;

/** Which detectors, what they are judged over, and what stands in the cells. */
export function ResultsForm({ panel, choices, onChange }: FormOf<SourceOf<'results'>>) {
  return (
    <>
      <EvaluationsSelect panel={panel} choices={choices} onChange={onChange} />
      <OverSelect panel={panel} onChange={onChange} />
      <Select
        size="xs"
        label="In the cells"
        allowDeselect={false}
        value={panel.cells ?? 'AUC'}
        data={[
          { value: 'AUC', label: 'AUC with interval' },
          { value: 'EER', label: 'EER' },
          { value: 'TPR_AT_1_FPR', label: 'TPR at 1 % FPR' },
          { value: 'TPR_AT_5_FPR', label: 'TPR at 5 % FPR' },
          { value: 'ALL', label: 'All of them' },
        ]}
        onChange={(cells) => onChange({ ...panel, cells: cells as (typeof panel)['cells'] })} // one of the data above
      />
    </>
  );
}

/** Which detectors, over which attack and inputs, on which axes, marked where. */
export function RocForm({ panel, choices, onChange }: FormOf<SourceOf<'roc'>>) {
  return (
    <>
      <EvaluationsSelect panel={panel} choices={choices} onChange={onChange} />
      <Select
        size="xs"
        searchable
        label="Attack"
        allowDeselect={false}
        value={panel.attackSetId ?? ''}
        data={[
          { value: '', label: 'All attacks pooled' },
          ...choices.attackSets.edges.map(({ node: { id, name, control } }) => ({
            value: id,
            label: control ? `${name} (control)` : name,
          })),
        ]}
        onChange={(attackSetId) => onChange({ ...panel, attackSetId: attackSetId || null })}
      />
      <OverSelect panel={panel} onChange={onChange} />
      <Select
        size="xs"
        label="Axes"
        allowDeselect={false}
        value={panel.axis ?? 'BOTH'}
        data={[
          { value: 'BOTH', label: 'Linear and logarithmic' },
          { value: 'LINEAR', label: 'Linear' },
          { value: 'LOG', label: 'Logarithmic' },
        ]}
        onChange={(axis) => onChange({ ...panel, axis: axis as (typeof panel)['axis'] })} // one of the data above
      />
      <RateInput label="Mark at FPR" panel={panel} onChange={onChange} />
    </>
  );
}

/** Which detectors, with which threshold. */
export function ScoresForm({ panel, choices, onChange }: FormOf<SourceOf<'scores'>>) {
  return (
    <>
      <EvaluationsSelect panel={panel} choices={choices} onChange={onChange} />
      <RateInput label="Threshold at FPR" panel={panel} onChange={onChange} />
    </>
  );
}

function EvaluationsSelect<Panel extends { readonly evaluationIds: string[] }>({
  panel,
  choices: { leaderboard },
  onChange,
}: FormOf<Panel>) {
  const known = new Set(leaderboard.map(({ id }) => id));
  return (
    <MultiSelect
      size="xs"
      searchable
      hidePickedOptions
      className={editor.wide ?? ''}
      label="Detectors, in order"
      maxValues={mostEvaluations}
      error={panel.evaluationIds.length === 0 && 'Choose at least one.'}
      value={panel.evaluationIds}
      data={[
        ...leaderboard.map(({ id, name }) => ({ value: id, label: name })),
        ...gone(panel.evaluationIds, known),
      ]}
      onChange={(evaluationIds) => onChange({ ...panel, evaluationIds })}
    />
  );
}

/** What a panel names and the list does not have. */
export function gone(ids: readonly string[], known: ReadonlySet<string>) {
  return ids
    .filter((id) => !known.has(id))
    .map((value) => ({ value, label: 'deleted, or not in this list' }));
}

type Over = 'SUCCESSFUL' | 'ALL_ATTACKED' | 'WITH_ERRORS';

function OverSelect<Panel extends { readonly over?: Over | null }>({
  panel,
  onChange,
}: Omit<FormOf<Panel>, 'choices'>) {
  return (
    <Select
      size="xs"
      label="Metrics over"
      allowDeselect={false}
      value={panel.over ?? 'SUCCESSFUL'}
      data={denominators.map(({ value, label }) => ({ value, label }))}
      onChange={(over) => onChange({ ...panel, over: over as Over })} // one of the data above
    />
  );
}

function RateInput<Panel extends { readonly falsePositiveRate?: number | null }>({
  label,
  panel,
  onChange,
}: Omit<FormOf<Panel>, 'choices'> & { readonly label: string }) {
  const percent = typeof panel.falsePositiveRate === 'number' ? panel.falsePositiveRate * 100 : '';
  return (
    <NumberInput
      size="xs"
      label={label}
      suffix=" %"
      min={0.01}
      max={99}
      decimalScale={2}
      placeholder="none"
      value={percent === '' ? '' : Number(percent.toFixed(2))}
      onChange={(value) =>
        onChange({ ...panel, falsePositiveRate: typeof value === 'number' && value > 0 ? value / 100 : null })
      }
    />
  );
}
