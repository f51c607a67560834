'use client';

import { Button, Group, MultiSelect, Popover } from '@mantine/core';
import { IconColumns3, IconFilter } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { ConditionForm } from './condition-form';
import { columnsOffered } from './run-columns';
import type { RunNamesData } from './runs-query';
import { type RunsSearch, runsSearch } from './runs-search';
import { SavedViews } from './saved-views';

const groups = ['Metrics', 'Parameters', 'Tags'] as const;
const mostColumns = 12;

/** What can be done with the runs of a project: conditions, columns and saved views. */
export function RunsTools({
  names,
  search,
  path,
}: {
  names: RunNamesData;
  search: RunsSearch;
  path: string;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <Group gap="xs" mb="md">
      <Popover opened={adding} onChange={setAdding} position="bottom-end" trapFocus width={340}>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={15} aria-hidden="true" />}
            onClick={() => setAdding(!adding)}
          >
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <ConditionForm names={names} onDone={() => setAdding(false)} />
        </Popover.Dropdown>
      </Popover>
      <ColumnChooser names={names} />
      <SavedViews names={names} search={search} path={path} />
    </Group>
  );
}

function ColumnChooser({ names }: { names: RunNamesData }) {
  const [{ columns }, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const offered = columnsOffered(names);
  const data = groups.map((group) => ({
    group,
    items: offered
      .filter((column) => column.group === group)
      .map(({ key, title }) => ({ value: key, label: title })),
  }));
  return (
    <Popover position="bottom-end" trapFocus width={360}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden="true" />}>
          Columns{columns?.length ? ` (${columns.length})` : ''}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <MultiSelect
          label="Columns"
          description="Metrics, parameters and tags that runs of this project carry."
          placeholder={offered.length > 0 ? 'Choose' : 'No run carries any yet'}
          data={data.filter(({ items }) => items.length > 0)}
          searchable
          clearable
          limit={100}
          maxValues={mostColumns}
          value={columns ?? []}
          onChange={(keys) => setSearch({ columns: keys.length > 0 ? keys : null })}
          comboboxProps={{ withinPortal: false }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
