'use client';

import { Button, MultiSelect, TextInput } from '@mantine/core';
import { classInWords, optionInWords, type Parameter } from '../../forms/parameter';
import { titleOfName } from '../../text/names';
import { type AxisEntry, axisChoices } from './axis-values';
import classes from './launch.module.css';

/** The control for a parameter that is tried with several values. */
export function AxisField({
  parameter,
  entry,
  error,
  layers,
  onChange,
}: {
  parameter: Parameter;
  entry: AxisEntry;
  error: string | undefined;
  layers: readonly string[];
  onChange: (entry: AxisEntry) => void;
}) {
  const label = `${titleOfName(parameter.name)}: several values`;
  const choices = axisChoices(parameter, layers);
  if (choices)
    return (
      <MultiSelect
        label={label}
        description={`${parameter.description} Each value makes a run of its own.`}
        searchable={parameter.type === 'CLASS'}
        limit={200}
        data={choices.map((value) => ({
          value,
          label: parameter.type === 'CLASS' ? classInWords(parameter.options, value) : optionInWords(value),
        }))}
        value={typeof entry === 'string' ? [] : [...entry]}
        error={error}
        onChange={onChange}
      />
    );
  return (
    <TextInput
      label={label}
      description="Each makes a run of its own: 5, 10, 20. A range: 10:50:10. By a factor: 0.001:1:x10."
      autoComplete="off"
      value={typeof entry === 'string' ? entry : entry.join(', ')}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Between one value of a parameter and several. */
export function VaryButton({
  title,
  varied,
  onClick,
}: {
  title: string;
  varied: boolean;
  onClick: () => void;
}) {
  return (
    <Button
      variant="transparent"
      size="compact-xs"
      px={0}
      className={classes.vary}
      aria-label={varied ? `${title}: one value` : `${title}: several values`}
      onClick={onClick}
    >
      {varied ? 'One value' : 'Several values'}
    </Button>
  );
}
