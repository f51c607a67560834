import { readFragment } from '@fiducial/schema';
import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { paths } from '../../lib/paths';
import { type Column, DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { counted } from '../../text/names';
import { formatCount, formatEpsilon, formatNumber } from '../../text/numbers';
import { DisturbanceChart } from './disturbance-chart';
import {
  type DisturbanceFigures,
  type DisturbanceRow,
  Disturbances,
  type DisturbancesRef,
  disturbanceRows,
  leastImages,
} from './disturbance-rows';
import classes from './layer-sweep.module.css';

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
  const whole = rows.filter(({ allBudgets }) => allBudgets);
  const lines = whole
    .filter(({ few }) => !few)
    .map(({ set, figures }) => ({
      name: set.name,
      control: set.control,
      means: figures.map((of) => of?.mean ?? null),
    }));
  const leftOut = whole.filter(({ few }) => few);
  return (
    <>
      {lines.length > 0 && (
        <DisturbanceChart
          name={name}
          layers={layers}
          lines={lines}
          over={over === 'successful' ? 'inputs whose prediction changed' : 'all images'}
        />
      )}
      {leftOut.length > 0 && <LeftOut rows={leftOut} over={over} />}
      <Box mt="md">
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
              cell: ({ images, few }) => (few ? <Few>{formatCount(images)}, few</Few> : formatCount(images)),
            },
            ...layers.map(
              (layer, at): Column<DisturbanceRow> => ({
                title: layer,
                figures: true,
                hint: `Mean over ${layer}, below it the quartiles`,
                cell: ({ figures, few }) => {
                  const moved = <Moved figures={figures[at] ?? null} />;
                  return few ? <Few>{moved}</Few> : moved;
                },
              }),
            ),
          ]}
        />
      </Box>
      <Text size="sm" c="dimmed" mt="xs" maw={760}>
        Mean, and below it the lower and upper quartile. 1 is as far as the reference images of the class lie
        from their mean (root mean square), in each layer for itself.
        {rows.some(({ few }) => few) &&
          ` Gray figures are over fewer than ${leastImages} images and say little.`}
      </Text>
    </>
  );
}

/** Which sets are not drawn, and why. */
function LeftOut({ rows, over }: { rows: readonly DisturbanceRow[]; over: 'successful' | 'all' }) {
  const sets = rows.map(
    ({ set, images }) => `${set.name} (${images === 0 ? 'no image' : counted(images, 'image')})`,
  );
  return (
    <Text size="sm" mt="xs" maw={760}>
      Not drawn, for a mean over fewer than {leastImages}{' '}
      {over === 'successful' ? 'images whose prediction changed' : 'images'} says little: {sets.join('; ')}.
    </Text>
  );
}

function Few({ children }: { children: ReactNode }) {
  return <span className={classes.few}>{children}</span>;
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
