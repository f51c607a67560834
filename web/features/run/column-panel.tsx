'use client';

import { ActionIcon, Button, Group, Popover, Select, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { useOpenAtOnce } from '../../parts/use-open-at-once';
import { ColumnsButton } from './columns-button';
import { columnGroups, columnKeysShown, columnOf, columnsOffered } from './run-columns';
import classes from './runs.module.css';
import type { RunNamesData } from './runs-query';
import { runsSearch } from './runs-search';

const mostColumns = 20;

/** The columns of a list of runs and their order, with the button that opens them; open as soon as it is there. */
export function ColumnPanel({ names }: { names: RunNamesData | null }) {
  const [search, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const keys = columnKeysShown(search.columns, !names);
  const offered = columnsOffered(names).filter(({ key }) => !keys.includes(key));
  const put = (columns: readonly string[] | null) => void setSearch({ columns: columns && [...columns] });
  const move = (at: number, by: number) => {
    const next = [...keys];
    const [key] = next.splice(at, 1);
    if (key) next.splice(at + by, 0, key);
    put(next);
  };
  const { target, opened, setOpened } = useOpenAtOnce();
  return (
    <Popover
      position="bottom-end"
      trapFocus
      returnFocus
      width="min(380px, 94vw)"
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <ColumnsButton ref={target} chosen={search.columns?.length} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            After the name, in this order:
          </Text>
          <ol className={classes.columnList}>
            {keys.map((key, at) => {
              const { title = key, group } = columnOf(key) ?? {};
              return (
                <li key={key}>
                  <span className={classes.columnName}>
                    {title} <small>{group}</small>
                  </span>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Move ${title} up`}
                    disabled={at === 0}
                    onClick={() => move(at, -1)}
                  >
                    <IconArrowUp size={15} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Move ${title} down`}
                    disabled={at === keys.length - 1}
                    onClick={() => move(at, 1)}
                  >
                    <IconArrowDown size={15} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Take ${title} away`}
                    disabled={keys.length === 1}
                    onClick={() => put(keys.filter((one) => one !== key))}
                  >
                    <IconX size={15} aria-hidden="true" />
                  </ActionIcon>
                </li>
              );
            })}
          </ol>
          <Select
            aria-label="Add a column"
            placeholder="Add a column"
            searchable
            limit={100}
            value={null}
            disabled={keys.length >= mostColumns}
            data={columnGroups
              .map((group) => ({
                group,
                items: offered
                  .filter((column) => column.group === group)
                  .map(({ key, title }) => ({ value: key, label: title })),
              }))
              .filter(({ items }) => items.length > 0)}
            onChange={(key) => key && put([...keys, key])}
            comboboxProps={{ withinPortal: false }}
          />
          {search.columns && (
            <Group justify="flex-end">
              <Button variant="subtle" size="xs" onClick={() => put(null)}>
                The usual ones
              </Button>
            </Group>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
