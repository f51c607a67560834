'use client';

import { MultiSelect, NativeSelect, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { titleOfName } from '../text/names';
import {
  bound,
  classInWords,
  type FieldValue,
  numberText,
  optionInWords,
  type Parameter,
  rangeInWords,
} from './parameter';

/** What a control is given. */
export interface ParameterFieldProps {
  readonly parameter: Parameter;
  readonly value: FieldValue;
  readonly error?: string | undefined;
  /** Layers that there are to choose from; without them a layer is typed. */
  readonly layers?: readonly string[] | undefined;
  readonly onChange: (value: FieldValue) => void;
}

/** The control for one parameter: its type decides which. */
export function ParameterField(props: ParameterFieldProps) {
  return controls[props.parameter.type](props);
}

const controls: Readonly<Record<Parameter['type'], (props: ParameterFieldProps) => ReactNode>> = {
  NUMBER: (props) => <NumberText {...props} />,
  INTEGER: (props) => <NumberText {...props} />,
  BOOLEAN: ({ parameter, value, error, onChange }) => (
    <Switch
      label={titleOfName(parameter.name)}
      description={descriptionOf(parameter)}
      checked={value === true}
      error={error}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  ),
  CLASS: (props) =>
    props.parameter.options ? (
      <ClassChoice {...props} names={props.parameter.options} />
    ) : (
      <NumberText {...props} />
    ),
  CHOICE: (props) => <Choice {...props} options={props.parameter.options ?? []} />,
  LAYER: ({ layers, ...props }) =>
    layers && layers.length > 0 ? <Choice {...props} options={layers} /> : <Words {...props} />,
  LAYERS: ({ parameter, value, error, layers, onChange }) => (
    <MultiSelect
      label={titleOfName(parameter.name)}
      description={descriptionOf(parameter)}
      data={(parameter.options ?? layers ?? []).map((value) => ({ value, label: optionInWords(value) }))}
      value={Array.isArray(value) ? [...value] : []}
      error={error}
      placeholder={Array.isArray(value) && value.length > 0 ? undefined : 'None chosen'}
      nothingFoundMessage="Choose a model or reference set first."
      onChange={onChange}
    />
  ),
};

function NumberText({ parameter, value, error, onChange }: ParameterFieldProps) {
  return (
    <TextInput
      label={titleOfName(parameter.name)}
      description={descriptionOf(parameter)}
      inputMode="decimal"
      autoComplete="off"
      value={String(value)}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** More are looked for by typing. */
const mostListed = 200;

function ClassChoice({
  parameter,
  value,
  error,
  names,
  onChange,
}: ParameterFieldProps & { names: readonly string[] }) {
  return (
    <Select
      label={titleOfName(parameter.name)}
      description={parameter.description}
      placeholder="Choose a class"
      searchable
      limit={mostListed}
      nothingFoundMessage="No class has this name."
      data={names.map((_, number) => ({
        value: String(number),
        label: classInWords(names, String(number)),
      }))}
      value={String(value) || null}
      error={error}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

function Words({ parameter, value, error, onChange }: ParameterFieldProps) {
  return (
    <TextInput
      label={titleOfName(parameter.name)}
      description={descriptionOf(parameter)}
      value={String(value)}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Choice({
  parameter,
  value,
  error,
  options,
  onChange,
}: ParameterFieldProps & { options: readonly string[] }) {
  const given = String(value);
  // A default that is not among the layers stays to be seen, and to be refused.
  const data = given === '' || options.includes(given) ? options : [given, ...options];
  return (
    <NativeSelect
      label={titleOfName(parameter.name)}
      description={descriptionOf(parameter)}
      data={data.map((value) => ({
        value,
        label: parameter.type === 'CHOICE' ? optionInWords(value) : value,
      }))}
      value={given}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The server's words, the range and the default. */
function descriptionOf(parameter: Parameter): string {
  const range = rangeInWords(parameter);
  const words = [parameter.description, range && `${range.charAt(0).toUpperCase()}${range.slice(1)}.`];
  return [...words, defaultInWords(parameter)].filter(Boolean).join(' ');
}

function defaultInWords({ default: value }: Parameter): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return '';
  if (typeof value === 'boolean') return `Default ${value ? 'on' : 'off'}.`;
  return `Default ${typeof value === 'number' ? defaultNumber(value) : optionInWords(String(value))}.`;
}

/** A fraction of the gray levels as it stands in the field, 2/255; other numbers in short. */
function defaultNumber(value: number): string {
  const text = numberText(value);
  return text.includes('/') ? text : bound(value);
}
