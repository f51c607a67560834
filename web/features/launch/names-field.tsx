import { TagsInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from '../../forms/forms.module.css';
import { filesOf, shownValue } from './field-values';
import type { LaunchFieldProps } from './launch-field-props';
import type { LaunchField } from './launch-fields';
import { namesInModel } from './names-in-model';

/** Names, chosen among those of the model.json that was given, or typed one by one. */
export function NamesField({
  field,
  placed,
  values,
  error,
  onChange,
}: LaunchFieldProps & { field: Extract<LaunchField, { kind: 'names' }> }) {
  const [file] = filesOf(field.suggestedBy === undefined ? undefined : values[field.suggestedBy]);
  const [suggestions, setSuggestions] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    setSuggestions([]);
    // A file that cannot be read suggests nothing; the server says what is wrong with it.
    file?.text().then(
      (text) => current && setSuggestions(namesInModel(text)),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [file]);
  const value = shownValue(placed, values);
  return (
    <TagsInput
      className={classes.wide}
      label={field.title}
      description={field.description}
      placeholder={
        suggestions.length > 0 ? `Choose among ${suggestions.length}` : 'Type a name and press Enter'
      }
      data={[...suggestions]}
      limit={200}
      splitChars={[]}
      clearable
      value={Array.isArray(value) ? [...value] : []}
      error={error}
      onChange={(names) => onChange(placed.path, names)}
    />
  );
}
