'use client';

import { Anchor, Text } from '@mantine/core';
import { type Column, DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount, formatReal } from '../../text/numbers';
import type { RunWordsData } from './logged-run-details';

type Summary = RunWordsData['metricSummaries'][number];

const goals = { MINIMIZE: 'less is better', MAXIMIZE: 'more is better' } as const;

const columns: readonly Column<Summary>[] = [
  {
    title: 'Metric',
    cell: ({ name, goal }) => (
      <>
        {name}
        {goal && (
          <Text component="span" size="xs" c="dimmed" ml={8}>
            {goals[goal]}
          </Text>
        )}
      </>
    ),
  },
  { title: 'Last', figures: true, cell: ({ last }) => formatReal(last) },
  { title: 'At step', figures: true, cell: ({ lastStep }) => formatCount(lastStep) },
  { title: 'Least', figures: true, cell: ({ min }) => formatReal(min) },
  { title: 'Greatest', figures: true, cell: ({ max }) => formatReal(max) },
  { title: 'Best', figures: true, cell: ({ best }) => formatReal(best) },
  { title: 'Points', figures: true, cell: ({ count }) => formatCount(count) },
];

/** What the metrics of a run amount to, and where all their points are. */
export function MetricTable({ run }: { run: Pick<RunWordsData, 'metricSummaries' | 'metricsUrl'> }) {
  const { metricSummaries: metrics, metricsUrl } = run;
  if (metrics.length === 0) return null;
  const points = metrics.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section
      title="Metrics"
      note={counted(points, 'point')}
      actions={
        <Anchor href={metricsUrl} download size="sm">
          All points as Parquet
        </Anchor>
      }
    >
      <DataTable label="Metrics" columns={columns} rows={metrics} rowKey={({ name }) => name} />
    </Section>
  );
}
