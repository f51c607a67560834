import { readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { type Column, DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { formatCount, formatEpsilon, formatNumber } from '../../text/numbers';
import { DisturbanceChart } from './disturbance-chart';
import {
  type DisturbanceFigures,
  type DisturbanceRow,
  Disturbances,
  type DisturbancesRef,
  disturbanceRows,
} from './disturbance-rows';

/** How far each attack moves each layer: a line a set, and behind it a table by budget. */
export function DisturbancePanel({
  name,
  sweep,
  over,
}: {
  name: string;
  sweep: DisturbancesRef;
  /** Successful adversarials alone, or all images. */
  over: 'successful' | 'all';
}) {
  const { layers, rows } = disturbanceRows(readFragment(Disturbances, sweep), over);
  const lines = rows
    .filter(({ allBudgets }) => allBudgets)
    .map(({ set, figures }) => ({
      name: set.name,
      control: set.control,
      means: figures.map((of) => of?.mean ?? null),
    }));
  return (
    <>
      <DisturbanceChart
        name={name}
        layers={layers}
        lines={lines}
        over={over === 'successful' ? 'inputs whose prediction changed' : 'all images'}
      />
      <DataTable
        label="Distance moved by layer"
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          {
            title: 'Attack set',
            cell: ({ set }) => <TextLink href={paths.attackSet(set.id)}>{set.name}</TextLink>,
          },
          {
            title: 'Budget',
            figures: true,
            cell: ({ set, allBudgets, epsilon }) =>
              allBudgets ? budgetOfAll(set.epsilons) : formatEpsilon(epsilon),
          },
          {
            title: 'Images',
            figures: true,
            cell: ({ figures }) => formatCount(figures.find((of) => of !== null)?.n ?? 0),
          },
          ...layers.map(
            (layer, at): Column<DisturbanceRow> => ({
              title: layer,
              figures: true,
              hint: `Mean over ${layer}, below it the quartiles`,
              cell: ({ figures }) => <Moved figures={figures[at] ?? null} />,
            }),
          ),
        ]}
      />
      <Text size="sm" c="dimmed" mt="xs" maw={760}>
        Mean, and below it the lower and upper quartile. 1 is as far as the reference images of the class lie
        from their mean (root mean square), in each layer for itself.
      </Text>
    </>
  );
}

function budgetOfAll(epsilons: readonly (number | null)[]): string {
  if (epsilons.length === 0) return formatEpsilon(null);
  return epsilons.length === 1 ? formatEpsilon(epsilons[0] ?? null) : 'all';
}

function Moved({ figures }: { figures: DisturbanceFigures | null }) {
  if (!figures) return '–';
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {formatNumber(figures.mean)}
      <Text component="span" size="xs" c="dimmed" display="block">
        {formatNumber(figures.lowerQuartile)} – {formatNumber(figures.upperQuartile)}
      </Text>
    </span>
  );
}
