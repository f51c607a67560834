'use client';

import { Alert, Button } from '@mantine/core';
import { useMemo } from 'react';
import { late } from '../../parts/late';
import { counted } from '../../text/names';
import { mostCounted } from './listed-runs';
import { columnKeysShown } from './run-columns';
import classes from './runs.module.css';
import type { RunsPage, RunsQuestion } from './runs-query';
import { filterOfSearch, type RunsSearch } from './runs-search';
import { RunsTable } from './runs-table';
import { useRunList } from './use-run-list';
import { isEmpty, useSelection } from './use-selection';

/** Loaded when something is selected; as high as it is until then. */
const SelectionBar = late(
  () => import('./selection-bar').then(({ SelectionBar }) => SelectionBar),
  <section className={classes.note} data-selecting aria-label="Selected runs">
    Counting what is selected
  </section>,
);

/** The runs that match, however many: read as they are scrolled, kept up to date, selected and changed together. */
export function RunsList({
  question,
  first,
  projectIds,
  search,
  path,
}: {
  question: RunsQuestion;
  first: RunsPage;
  projectIds: readonly string[];
  search: RunsSearch;
  path: string;
}) {
  const list = useRunList(question, first, projectIds);
  const { selection, set, selectAll, clear } = useSelection();
  const projectId = question.projectId ?? null;
  const columnKeys = useMemo(() => columnKeysShown(search.columns, !projectId), [search.columns, projectId]);
  const matching = useMemo(() => filterOfSearch(search), [search]);
  return (
    <>
      {isEmpty(selection) ? (
        <div className={classes.note}>
          <span>
            {list.total > mostCounted
              ? `More than ${counted(mostCounted, 'run')}`
              : counted(list.total, 'run')}
            {!search.sort && list.total > 1 && ', newest first'}
          </span>
          {list.added > 0 && (
            <Button size="compact-sm" variant="light" onClick={() => void list.restart()}>
              Show {counted(list.added, 'new run')}
            </Button>
          )}
        </div>
      ) : (
        <SelectionBar
          selection={selection}
          matching={matching}
          projectId={projectId}
          canSelectAll={!selection.all && list.total > selection.ids.size}
          onSelectAll={selectAll}
          onClear={clear}
          onChanged={() => void list.restart()}
        />
      )}
      {list.problem && (
        <Alert color="red" mb="sm" role="alert">
          More runs could not be read: {list.problem}
        </Alert>
      )}
      <RunsTable
        list={list}
        columnKeys={columnKeys}
        search={search}
        path={path}
        selection={selection}
        onSelect={set}
        onClear={clear}
      />
    </>
  );
}
