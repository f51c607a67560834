'use client';

import { Group } from '@mantine/core';
import { ColumnChooser } from './column-chooser';
import { KeyboardHelp } from './keyboard-help';
import type { RunNamesData } from './runs-query';
import type { RunsSearch } from './runs-search';
import { SavedViews } from './saved-views';

/** What a list of runs is shown with: columns, saved views, and the keys that it knows. */
export function RunsTools({
  names,
  search,
  path,
}: {
  /** Of the one project that the runs are of. */
  names: RunNamesData | null;
  search: RunsSearch;
  path: string;
}) {
  return (
    <Group gap="xs" mb="md">
      <ColumnChooser names={names} />
      {names && <SavedViews names={names} search={search} path={path} />}
      <KeyboardHelp />
    </Group>
  );
}
