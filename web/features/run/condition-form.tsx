'use client';

import { Autocomplete, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import { type FormEvent, useState } from 'react';
import {
  type Condition,
  isWhole,
  metricValues,
  signsOf,
  signTitles,
  subjectTitles,
  valueTitles,
} from './run-conditions';
import type { RunNamesData } from './runs-query';
import { runsSearch } from './runs-search';

/** Adds a condition on a metric, a parameter or a tag to what a list of runs is narrowed by. */
export function ConditionForm({ names, onDone }: { names: RunNamesData; onDone: () => void }) {
  const [{ where }, setSearch] = useQueryStates(runsSearch, { shallow: false });
  const [condition, setCondition] = useState<Condition>({
    on: names.metricNames.length > 0 ? 'metric' : 'parameter',
    name: '',
    of: 'LAST',
    sign: names.metricNames.length > 0 ? 'below' : 'equals',
    value: '',
  });
  const { on, name, of, sign, value } = condition;
  const known = { metric: names.metricNames, parameter: names.parameterNames, tag: names.tagKeys }[on];
  const change = (more: Partial<Condition>) => setCondition({ ...condition, ...more });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { of: _, ...plain } = condition;
    const whole = on === 'metric' ? condition : plain;
    void setSearch({ where: [...(where ?? []), whole], after: null, before: null });
    onDone();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap">
          <NativeSelect
            aria-label="What it is on"
            value={on}
            data={Object.entries(subjectTitles).map(([subject, label]) => ({ value: subject, label }))}
            // The options are the subjects.
            onChange={(event) =>
              change({ on: event.currentTarget.value as Condition['on'], sign: 'equals', name: '' })
            }
          />
          {on === 'metric' && (
            <NativeSelect
              aria-label="Which value"
              value={of}
              data={metricValues.map((one) => ({ value: one, label: valueTitles[one] }))}
              onChange={(event) =>
                change({ of: metricValues.find((one) => one === event.currentTarget.value) })
              }
            />
          )}
        </Group>
        <Autocomplete
          aria-label="Name"
          placeholder="Name"
          data={known}
          limit={50}
          value={name}
          onChange={(text) => change({ name: text })}
          comboboxProps={{ withinPortal: false }}
        />
        <Group gap="xs" wrap="nowrap">
          <NativeSelect
            aria-label="Comparison"
            value={sign}
            data={signsOf(on).map((one) => ({ value: one, label: signTitles[one] }))}
            onChange={(event) =>
              change({ sign: signsOf(on).find((one) => one === event.currentTarget.value) ?? 'equals' })
            }
          />
          {sign !== 'there' && sign !== 'missing' && (
            <TextInput
              aria-label="Value"
              placeholder="Value"
              value={value}
              onChange={(event) => change({ value: event.currentTarget.value })}
            />
          )}
        </Group>
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={!isWhole(condition)}>
            Add the condition
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
