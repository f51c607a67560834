import type { FieldValue } from '../../forms/parameter';
import type { LaunchField } from './launch-fields';
import type { LaunchValues } from './launch-state';
import { visibleFields } from './visible-fields';

/**
 * What the address fills in, by path: `detector=knnScore`, `detector.knnScore.k=20`, `trainOn=ID,ID`. A single thing is
 * chosen by its own rules, and what a field cannot hold is left to its check.
 */
export function givenValues(
  fields: readonly LaunchField[],
  given: Readonly<Record<string, string>>,
): LaunchValues {
  let values: LaunchValues = {};
  // A choice decides which fields stand under it: one after the other.
  for (;;) {
    const next = visibleFields(fields, values).find(
      ({ path, field }) => given[path] !== undefined && values[path] === undefined && isWritten(field),
    );
    if (!next) return values;
    values = { ...values, [next.path]: valueFromText(next.field, given[next.path] ?? '') };
  }
}

function isWritten({ kind }: LaunchField): boolean {
  return kind !== 'thing' && kind !== 'file';
}

function valueFromText(field: LaunchField, text: string): FieldValue {
  if (field.kind === 'things' || field.kind === 'names') return listOf(text);
  if (field.kind !== 'parameter') return text;
  if (field.parameter.type === 'BOOLEAN') return text === 'true';
  return field.parameter.type === 'LAYERS' ? listOf(text) : text;
}

function listOf(text: string): string[] {
  return text.split(',').filter((name) => name !== '');
}
