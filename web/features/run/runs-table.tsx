'use client';

import { Text } from '@mantine/core';
import { paths, thingPath } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { typeTitles, unbroken } from '../../text/names';
import { formatDuration } from '../../text/times';
import { CancelButton } from './cancel-button';
import classes from './run.module.css';
import { RunProgressBar } from './run-progress';
import type { RunRowData, RunRowRef } from './run-row';
import { RunStatus } from './run-status';
import { useLiveRuns } from './use-live-runs';

const name: Column<RunRowData> = {
  title: 'Run',
  cell: (run) => (
    <>
      <TextLink href={paths.run(run.id)}>{unbroken(run.title)}</TextLink>
      <Text size="xs" c="dimmed">
        {run.kindTitle}
        {run.reusedFrom && ' · reused from an equal run'}
      </Text>
    </>
  ),
};

const project: Column<RunRowData> = {
  title: 'Project',
  oneLine: true,
  cell: ({ project: of }) => (
    <TextLink href={paths.project(of.id)} c="dimmed">
      {of.name}
    </TextLink>
  ),
};

const status: Column<RunRowData> = {
  title: 'Status',
  cell: (run) =>
    run.status === 'RUNNING' && run.progress ? (
      <RunProgressBar progress={run.progress} />
    ) : (
      <>
        <RunStatus status={run.status} />
        {run.failure && (
          <Text size="xs" c="dimmed" maw={320} lineClamp={2}>
            {run.failure.message}
          </Text>
        )}
      </>
    ),
};

const rest: readonly Column<RunRowData>[] = [
  {
    title: 'Made',
    cell: ({ thing, status: at }) => {
      const path = thing && 'id' in thing ? thingPath(thing) : undefined;
      return thing && path && at === 'SUCCEEDED' ? (
        <TextLink href={path} aria-label={`${typeTitles[thing.__typename]} ${thing.name}`}>
          {typeTitles[thing.__typename]}
        </TextLink>
      ) : (
        '–'
      );
    },
  },
  { title: 'By', cell: ({ createdByName }) => <span className={classes.by}>{createdByName ?? '–'}</span> },
  { title: 'Took', figures: true, cell: ({ seconds }) => formatDuration(seconds) },
  { title: 'Launched', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
  {
    title: '',
    figures: true,
    cell: ({ id, title, cancellable }) => cancellable && <CancelButton id={id} title={title} compact />,
  },
];

/** Runs, live, as a table. */
export function RunsTable({
  runs,
  projectIds,
  withProject,
}: {
  runs: readonly RunRowRef[];
  projectIds: readonly string[];
  withProject: boolean;
}) {
  const rows = useLiveRuns(runs, projectIds);
  const columns = [name, status, ...(withProject ? [project] : []), ...rest];
  return <DataTable label="Runs" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
