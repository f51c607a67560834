import { type FieldValue, numberText } from '../../forms/parameter';
import type { LaunchField } from './launch-fields';
import type { LaunchValues, PlacedField } from './launch-state';
import { visibleFields } from './visible-fields';

/**
 * What stands in a form that would send this input: the opposite of `launchInput`. Fields that the input leaves out stand
 * empty, switched off or without anything chosen. Files are ids of uploads.
 */
export function valuesOfInput(
  fields: readonly LaunchField[],
  input: Readonly<Record<string, unknown>>,
): LaunchValues {
  let values: LaunchValues = {};
  // A choice decides which fields stand under it: one after the other.
  for (;;) {
    const next = visibleFields(fields, values).find(({ path }) => !(path in values));
    if (!next) return values;
    values = { ...values, [next.path]: heldValue(next.field, at(input, next)) };
  }
}

/** What stands at the place of a field; a method is where its parameters are. */
function at(input: unknown, { path }: PlacedField): unknown {
  return path
    .split('.')
    .reduce((inner: unknown, name) => (isObject(inner) && name in inner ? inner[name] : undefined), input);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function heldValue(field: LaunchField, given: unknown): FieldValue {
  if (field.kind === 'choice') return isObject(given) ? (Object.keys(given)[0] ?? '') : '';
  if (field.kind === 'things' || field.kind === 'names' || field.kind === 'file') return texts(given);
  if (field.kind === 'numbers') return texts(given).join(', ');
  if (field.kind === 'parameter' && field.parameter.type === 'BOOLEAN') return given === true;
  if (field.kind === 'parameter' && field.parameter.type === 'LAYERS') return texts(given);
  return texts(given)[0] ?? '';
}

/** A value, or those of a list, as they would be typed. */
function texts(given: unknown): string[] {
  const list = Array.isArray(given) ? given : [given];
  return list
    .filter((one) => one !== undefined && one !== null)
    .map((one) => (typeof one === 'number' ? numberText(one) : String(one)));
}
