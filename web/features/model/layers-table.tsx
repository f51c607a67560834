'use client';

import { Badge, Group } from '@mantine/core';
import { useState } from 'react';
import { paths } from '../../lib/paths';
import { CheckBox } from '../../parts/check-box';
import { DataTable } from '../../parts/data-table';
import { ButtonLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount, formatShare } from '../../text/numbers';
import type { ModelLayer } from './model-layer-fields';

/** The layers, and the way from those that are chosen to a reference set of them. */
export function LayersTable({
  modelId,
  projectId,
  layers,
  taps,
}: {
  readonly modelId: string;
  readonly projectId: string;
  readonly layers: readonly ModelLayer[];
  /** Names of the layers whose activations are kept. */
  readonly taps: readonly string[];
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const all = Math.max(
    1,
    layers.reduce((sum, { parameters }) => sum + parameters, 0),
  );
  // In forward order, in whatever order they were chosen.
  const names = taps.filter((name) => chosen.has(name));
  const choose = (name: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, name] : [...before].filter((of) => of !== name)));
  return (
    <Section
      title="Layers"
      note={`in forward order; activations are kept of ${taps.length} of ${layers.length}, its taps`}
      actions={
        <ButtonLink
          href={paths.launch(projectId, 'reference-set', {
            modelId,
            ...(names.length > 0 && { layers: names.join() }),
          })}
          variant="default"
          size="xs"
        >
          Reference set of {names.length > 0 ? counted(names.length, 'layer') : 'all taps'}
        </ButtonLink>
      }
    >
      <DataTable
        label="Layers"
        rows={layers}
        rowKey={(layer) => layer.name}
        columns={[
          { title: 'Layer', cell: (layer) => layer.name },
          { title: 'Kind', cell: ({ className }) => className },
          { title: 'Output shape', figures: true, cell: ({ outputShape }) => outputShape.join(' × ') },
          { title: 'Weights', figures: true, cell: ({ parameters }) => formatCount(parameters) },
          {
            title: 'Of all weights',
            figures: true,
            cell: ({ parameters }) => (parameters > 0 ? formatShare(parameters / all) : '–'),
          },
          {
            title: 'Activations',
            cell: ({ name, tap }) =>
              tap ? (
                <Group component="label" gap="xs" wrap="nowrap" w="fit-content">
                  <CheckBox
                    aria-label={`Choose ${name}`}
                    checked={chosen.has(name)}
                    onChange={(event) => choose(name, event.currentTarget.checked)}
                  />
                  <Badge variant="light" tt="none" fw={500}>
                    tap
                  </Badge>
                </Group>
              ) : (
                'not kept'
              ),
          },
        ]}
      />
    </Section>
  );
}
