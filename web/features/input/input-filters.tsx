'use client';

import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import classes from './input.module.css';
import { inputListParsers, inputOrders } from './input-list-state';

const anything = 'any';
const shownDigits = 4;
const groups = [
  { value: anything, label: 'All inputs' },
  { value: 'AUTHENTIC', label: 'Authentic' },
  { value: 'ERROR', label: 'Errors' },
  { value: 'ADVERSARIAL', label: 'Adversarial' },
];

/** What narrows and orders the list; all of it in the address. */
export function InputFilters({
  attackSets,
  threshold,
}: {
  readonly attackSets: readonly { readonly id: string; readonly name: string; readonly control: boolean }[];
  /** The detector's own. */
  readonly threshold: number | null;
}) {
  const [pending, startTransition] = useTransition();
  const [state, setState] = useQueryStates(inputListParsers, { shallow: false, startTransition });
  // A new filter begins at its first page.
  const narrow = (change: Partial<typeof state>) => setState({ ...change, after: null, before: null });
  const shown = state.threshold === null ? null : Number(state.threshold.toPrecision(shownDigits));
  return (
    <div className={classes.filters} aria-busy={pending}>
      <Select
        size="xs"
        label="Inputs"
        w={190}
        allowDeselect={false}
        value={state.attack ?? state.group ?? anything}
        data={[
          ...groups,
          ...attackSets.map(({ id, name, control }) => ({
            value: id,
            label: control ? `${name} (control)` : name,
          })),
        ]}
        onChange={(value) => {
          const isGroup = groups.some((of) => of.value === value);
          narrow({
            group: isGroup && value !== anything ? (value as typeof state.group) : null, // one of the groups above
            attack: isGroup ? null : value,
            success: null,
          });
        }}
      />
      <Choice
        legend="Attack"
        value={state.success}
        words={['Any', 'Succeeded', 'Failed']}
        onChange={(success) => narrow({ success })}
      />
      <Choice
        legend="Verdict"
        value={state.detected}
        words={['Any', 'Flagged', 'Not flagged']}
        onChange={(detected) => narrow({ detected })}
      />
      <NumberInput
        size="xs"
        label="Threshold"
        w={110}
        step={0.01}
        placeholder={threshold === null ? undefined : String(Number(threshold.toPrecision(shownDigits)))}
        value={shown ?? ''}
        onBlur={({ currentTarget: { value } }) => {
          const set = value === '' ? null : Number(value);
          // One that nobody touched keeps the digits that are not shown: they decide about single inputs.
          if (set !== shown && !Number.isNaN(set)) narrow({ threshold: set });
        }}
      />
      <Select
        size="xs"
        label="Order"
        w={170}
        allowDeselect={false}
        value={state.order}
        data={inputOrders.map(({ value, label }) => ({ value, label }))}
        onChange={(order) => narrow({ order: order as typeof state.order })} // one of the orders above
      />
    </div>
  );
}

/** Any, yes or no. */
function Choice({
  legend,
  value,
  words,
  onChange,
}: {
  readonly legend: string;
  readonly value: boolean | null;
  readonly words: readonly [string, string, string];
  readonly onChange: (value: boolean | null) => void;
}) {
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.controlLabel}>{legend}</legend>
      <SegmentedControl
        size="xs"
        aria-label={legend}
        value={String(value)}
        data={['null', 'true', 'false'].map((of, at) => ({ value: of, label: words[at] }))}
        onChange={(chosen) => onChange(chosen === 'null' ? null : chosen === 'true')}
      />
    </fieldset>
  );
}
