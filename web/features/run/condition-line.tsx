import { Autocomplete, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import {
  type Condition,
  metricValues,
  signsOf,
  signTitles,
  subjectTitles,
  valueTitles,
} from './run-conditions';
import classes from './runs.module.css';
import type { RunNamesData } from './runs-query';

/** One condition, to be set: what it is on, how it compares, and with what. */
export function ConditionLine({
  condition,
  names,
  onChange,
  children,
}: {
  condition: Condition;
  names: RunNamesData;
  onChange: (condition: Condition) => void;
  children: ReactNode;
}) {
  const { on, name, of, sign, value } = condition;
  const known = { metric: names.metricNames, parameter: names.parameterNames, tag: names.tagKeys }[on];
  const change = (more: Partial<Condition>) => onChange({ ...condition, ...more });
  return (
    <div className={classes.conditionLine}>
      <NativeSelect
        aria-label="What it is on"
        value={on}
        data={Object.entries(subjectTitles).map(([subject, label]) => ({ value: subject, label }))}
        // The options are the subjects.
        onChange={(event) =>
          change({ on: event.currentTarget.value as Condition['on'], sign: 'equals', name: '' })
        }
      />
      <Autocomplete
        aria-label="Name"
        placeholder="Name"
        data={known}
        limit={50}
        value={name}
        onChange={(text) => change({ name: text })}
        comboboxProps={{ withinPortal: false }}
      />
      {on === 'metric' && (
        <NativeSelect
          aria-label="Which value"
          value={of}
          data={metricValues.map((one) => ({ value: one, label: valueTitles[one] }))}
          onChange={(event) => change({ of: metricValues.find((one) => one === event.currentTarget.value) })}
        />
      )}
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
      {children}
    </div>
  );
}
