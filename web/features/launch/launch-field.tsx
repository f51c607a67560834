'use client';

import {
  Anchor,
  Checkbox,
  CheckboxGroup,
  FileInput,
  Group,
  InputWrapper,
  NativeSelect,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import classes from '../../forms/forms.module.css';
import { ParameterField } from '../../forms/parameter-field';
import { TextLink } from '../../parts/links';
import { filesOf, keptUploads, shownValue } from './field-values';
import type { LaunchFieldProps } from './launch-field-props';
import type { LaunchField, ThingOption } from './launch-fields';
import { NamesField } from './names-field';
import { chosenVariant } from './visible-fields';

type Of<Kind extends LaunchField['kind']> = Extract<LaunchField, { kind: Kind }>;

/** The control for one field of a launch form. */
export function LaunchFieldControl(props: LaunchFieldProps) {
  const { placed, values, error, layers, onChange } = props;
  const { field, path } = placed;
  if (field.kind === 'parameter')
    return (
      <ParameterField
        parameter={field.parameter}
        value={shownValue(placed, values)}
        error={error}
        layers={layers}
        onChange={(value) => onChange(path, value)}
      />
    );
  if (field.kind === 'thing') return <ThingSelect {...props} field={field} />;
  if (field.kind === 'things') return <ThingChecks {...props} field={field} />;
  if (field.kind === 'choice') return <MethodSelect {...props} field={field} />;
  if (field.kind === 'file') return <Files {...props} field={field} />;
  if (field.kind === 'names') return <NamesField {...props} field={field} />;
  const Control = field.name === 'description' ? Textarea : TextInput;
  return (
    <Control
      label={field.title}
      description={field.description}
      autoComplete="off"
      value={String(shownValue(placed, values))}
      error={error}
      onChange={(event) => onChange(path, event.currentTarget.value)}
    />
  );
}

const nameOf = ({ name, ready }: ThingOption) => (ready ? name : `Being made: ${name}`);

function ThingSelect({
  field,
  placed,
  error,
  options,
  chosen,
  makeHref,
  onChange,
}: LaunchFieldProps & { field: Of<'thing'> }) {
  if (options.length === 0 && field.none === undefined)
    return <Nothing field={field} error={error} makeHref={makeHref} />;
  return (
    <NativeSelect
      label={field.title}
      description={field.description}
      data={[
        ...(field.none === undefined ? [] : [{ value: '', label: field.none }]),
        ...options.map((option) => ({ value: option.id, label: nameOf(option) })),
      ]}
      value={chosen[0]?.id ?? ''}
      error={error}
      onChange={(event) => onChange(placed.path, event.currentTarget.value)}
    />
  );
}

function ThingChecks({
  field,
  placed,
  error,
  options,
  chosen,
  makeHref,
  onChange,
}: LaunchFieldProps & { field: Of<'things'> }) {
  if (options.length === 0) return <Nothing field={field} error={error} makeHref={makeHref} />;
  return (
    <CheckboxGroup
      className={classes.wide}
      label={field.title}
      description={field.description}
      value={chosen.map(({ id }) => id)}
      error={error}
      onChange={(ids) => onChange(placed.path, ids)}
    >
      <Group my="xs" gap="lg">
        {options.map((option) => (
          <Checkbox
            key={option.id}
            value={option.id}
            label={`${nameOf(option)}${option.control ? ' (control)' : ''}`}
          />
        ))}
      </Group>
    </CheckboxGroup>
  );
}

function Nothing({
  field,
  error,
  makeHref,
}: {
  field: Of<'thing'> | Of<'things'>;
  error: string | undefined;
  makeHref: string | undefined;
}) {
  return (
    <InputWrapper label={field.title} description={field.description} error={error} labelElement="div">
      <Text size="sm" c="dimmed">
        There is none that fits. {makeHref && <TextLink href={makeHref}>Make one first</TextLink>}
      </Text>
    </InputWrapper>
  );
}

function MethodSelect({
  field,
  placed,
  values,
  error,
  onChange,
}: LaunchFieldProps & { field: Of<'choice'> }) {
  const variant = chosenVariant(field, placed.path, values);
  return (
    <div className={classes.method}>
      <NativeSelect
        label={field.title}
        description={field.description}
        data={field.variants.map(({ id, title, withheld }) => ({
          value: id,
          label: withheld ? `${title} (needs gradients)` : title,
          disabled: withheld === true,
        }))}
        value={variant?.id ?? ''}
        error={error}
        onChange={(event) => onChange(placed.path, event.currentTarget.value)}
      />
      {(variant?.summary || field.whyWithheld) && (
        <Text size="sm" c="dimmed">
          {variant?.summary}{' '}
          {variant?.source && (
            <Anchor href={variant.source} inherit>
              Source
            </Anchor>
          )}
          {variant && field.whyWithheld && <br />}
          {field.whyWithheld}
        </Text>
      )}
    </div>
  );
}

function Files({ field, placed, values, error, onChange }: LaunchFieldProps & { field: Of<'file'> }) {
  const files = [...filesOf(values[placed.path])];
  const kept = keptUploads(values[placed.path]).length > 0;
  const common = {
    label: field.title,
    description: kept ? `${field.description} What was given before is kept.` : field.description,
    error,
    accept: field.accept,
    clearable: true,
  };
  return field.many ? (
    <FileInput
      {...common}
      placeholder={kept ? 'Choose others' : 'Choose files'}
      multiple
      value={files}
      onChange={(given) => onChange(placed.path, given)}
    />
  ) : (
    <FileInput
      {...common}
      placeholder={kept ? 'Choose another' : 'Choose a file'}
      value={files[0] ?? null}
      onChange={(given) => onChange(placed.path, given ? [given] : [])}
    />
  );
}
