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
import { columnOf, type RunColumn } from './run-columns';
import type { RunSort } from './run-conditions';
import { loggedKind } from './run-kinds';
import { OrderLink, orderIn } from './run-order-link';
import { RunProgressBar } from './run-progress';
import type { RunRowData } from './run-row';
import { RunStatus } from './run-status';
import { runsAddress } from './runs-address';
import type { ListedRun } from './runs-query';
import type { RunsSearch } from './runs-search';
import { useLiveRuns } from './use-live-runs';

/** A line about a run: what is kept up to date, and the chosen columns as they were read. */
interface Row {
  readonly run: RunRowData;
  readonly listed: ListedRun;
}

interface SortedColumn extends Column<Row> {
  readonly sort?: (ascending: boolean) => RunSort;
}

const byField = (field: NonNullable<RunSort['field']>) => (ascending: boolean) => ({ field, ascending });

const name: SortedColumn = {
  title: 'Run',
  sort: byField('TITLE'),
  cell: ({ run }) => (
    <div className={classes.runName}>
      <TextLink href={paths.run(run.id)}>{unbroken(run.title)}</TextLink>
      <Text size="xs" c="dimmed">
        {run.kindTitle}
        {run.reusedFrom && ' · reused from an equal run'}
      </Text>
    </div>
  ),
};

const project: SortedColumn = {
  title: 'Project',
  oneLine: true,
  cell: ({ run: { project: of } }) => (
    <TextLink href={paths.project(of.id)} c="dimmed">
      {of.name}
    </TextLink>
  ),
};

const status: SortedColumn = {
  title: 'Status',
  sort: byField('STATUS'),
  cell: ({ run }) =>
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

const made: SortedColumn = {
  title: 'Made',
  cell: ({ run: { thing, status: at } }) => {
    const path = thing && 'id' in thing ? thingPath(thing) : undefined;
    return thing && path && at === 'SUCCEEDED' ? (
      <TextLink href={path} aria-label={`${typeTitles[thing.__typename]} ${thing.name}`}>
        {typeTitles[thing.__typename]}
      </TextLink>
    ) : (
      '–'
    );
  },
};

const rest: readonly SortedColumn[] = [
  {
    title: 'By',
    cell: ({ run: { createdByName } }) => <span className={classes.by}>{createdByName ?? '–'}</span>,
  },
  { title: 'Took', figures: true, cell: ({ run }) => formatDuration(run.seconds) },
  {
    title: 'Launched',
    figures: true,
    sort: byField('CREATED'),
    cell: ({ run }) => <Ago at={run.createdAt} />,
  },
  {
    title: '',
    figures: true,
    cell: ({ run: { id, title, kind, cancellable } }) =>
      cancellable && kind !== loggedKind && <CancelButton id={id} title={title} compact />,
  },
];

const chosen = ({ title, figures, cell, sort }: RunColumn): SortedColumn => ({
  title,
  figures,
  oneLine: !figures,
  sort,
  cell: ({ listed }) => cell(listed),
});

/** Runs, live, as a table; titles of columns sort it where the server can. */
export function RunsTable({
  runs,
  projectIds,
  withProject,
  search,
  path,
}: {
  runs: readonly ListedRun[];
  projectIds: readonly string[];
  withProject: boolean;
  search: RunsSearch;
  path: string;
}) {
  const rows = useLiveRuns(runs, projectIds);
  const listed = new Map(runs.map((run) => [run.id, run]));
  const more = (search.columns ?? []).flatMap((key) => columnOf(key) ?? []).map(chosen);
  const columns = [
    name,
    status,
    ...(withProject ? [project] : []),
    ...more,
    ...(more.length ? [] : [made]),
    ...rest,
  ];
  return (
    <DataTable
      label="Runs"
      columns={columns.map((column) => withOrder(column, search, path))}
      rows={rows.flatMap((run) => {
        const of = listed.get(run.id);
        return of ? [{ run, listed: of }] : [];
      })}
      rowKey={({ run }) => run.id}
    />
  );
}

function withOrder({ sort, ...column }: SortedColumn, search: RunsSearch, path: string): Column<Row> {
  if (!sort) return column;
  return {
    ...column,
    order: orderIn(search.sort, sort),
    head: (
      <OrderLink
        title={column.title}
        sort={sort}
        current={search.sort}
        address={(next) => runsAddress(path, search, { sort: next })}
      />
    ),
  };
}
