'use client';

import { CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { pageFilterId } from '../../lib/page-filter';
import classes from './run.module.css';
import { runKinds } from './run-kinds';
import { statusTitles } from './run-status';
import { type RunsSearch, runsSearch } from './runs-search';

const typingMs = 300;

/** Narrows a list of runs; what is chosen stands in the address. */
export function RunsFilter() {
  const [search, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const [text, setText] = useState(search.text ?? '');
  const narrow = (change: Partial<RunsSearch>) => setSearch(change);
  const narrowByText = useDebouncedCallback(
    (value: string) => narrow({ text: value.trim() || null }),
    typingMs,
  );
  const type = (value: string) => {
    setText(value);
    narrowByText(value);
  };
  return (
    <search className={classes.filters}>
      <TextInput
        aria-label="Part of the name"
        id={pageFilterId}
        placeholder="Part of the name"
        leftSection={<IconSearch size={15} aria-hidden="true" />}
        rightSection={text && <CloseButton size="sm" aria-label="Clear the name" onClick={() => type('')} />}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        w={{ base: '100%', sm: 280 }}
      />
      <NativeSelect
        aria-label="Status"
        value={search.status ?? ''}
        // The options are the parser's own values.
        onChange={(event) => narrow({ status: (event.currentTarget.value || null) as RunsSearch['status'] })}
        data={[
          { value: '', label: 'Any status' },
          ...statusTitles.map(({ status, title }) => ({ value: status, label: title })),
        ]}
      />
      <NativeSelect
        aria-label="Kind of work"
        value={search.kind ?? ''}
        // The options are the parser's own values.
        onChange={(event) => narrow({ kind: (event.currentTarget.value || null) as RunsSearch['kind'] })}
        data={[
          { value: '', label: 'Any kind of work' },
          ...runKinds.map(({ kind, title }) => ({ value: kind, label: title })),
        ]}
      />
    </search>
  );
}
