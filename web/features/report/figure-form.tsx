'use client';

import { NumberInput, Select } from '@mantine/core';
import { formatEpsilon } from '../../text/numbers';
import { gone } from './evaluation-forms';
import type { SourceOf } from './panel-sources';
import type { Choices } from './report-documents';

const mostImages = 12;

/** Which attack at which epsilon, how many images, and from which on. */
export function FigureForm({
  panel,
  choices: { attackSets },
  onChange,
}: {
  readonly panel: SourceOf<'figure'>;
  readonly choices: Choices;
  readonly onChange: (panel: SourceOf<'figure'>) => void;
}) {
  const sets = attackSets.edges.map(({ node }) => node);
  const epsilons = sets.find(({ id }) => id === panel.attackSetId)?.epsilons ?? [];
  const known = new Set(sets.map(({ id }) => id));
  return (
    <>
      <Select
        size="xs"
        searchable
        label="Attack set"
        allowDeselect={false}
        value={panel.attackSetId}
        data={[
          ...sets.map(({ id, name, control }) => ({
            value: id,
            label: control ? `${name} (control)` : name,
          })),
          ...gone([panel.attackSetId], known),
        ]}
        onChange={(attackSetId) =>
          attackSetId && onChange({ ...panel, attackSetId, epsilonIndex: 0, skip: 0 })
        }
      />
      {epsilons.length > 1 && (
        <Select
          size="xs"
          label="Epsilon"
          allowDeselect={false}
          value={String(panel.epsilonIndex ?? 0)}
          data={epsilons.map((epsilon, at) => ({ value: String(at), label: formatEpsilon(epsilon) }))}
          onChange={(at) => onChange({ ...panel, epsilonIndex: Number(at) })}
        />
      )}
      <NumberInput
        size="xs"
        label="Images"
        min={1}
        max={mostImages}
        clampBehavior="strict"
        allowDecimal={false}
        value={panel.count ?? 4}
        onChange={(count) => typeof count === 'number' && count >= 1 && onChange({ ...panel, count })}
      />
      <NumberInput
        size="xs"
        label="Pass over"
        min={0}
        allowDecimal={false}
        value={panel.skip ?? 0}
        onChange={(skip) => typeof skip === 'number' && onChange({ ...panel, skip })}
      />
    </>
  );
}
