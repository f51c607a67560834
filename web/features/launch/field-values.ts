import { type FieldValue, initialValue, parameterInput, parseNumber } from '../../forms/parameter';
import type { ThingOption } from './launch-fields';
import type { LaunchValues, PlacedField } from './launch-state';

/** What a field shows: what was typed, else what it begins with. */
export function shownValue({ path, field }: PlacedField, values: LaunchValues): FieldValue {
  const value = values[path];
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (field.kind === 'parameter') return isNames(value) ? value : initialValue(field.parameter);
  if (field.kind === 'names') return isNames(value) ? value : [];
  return field.kind === 'numbers' ? field.first : '';
}

/** Whether a value is a list of names, not of files. */
function isNames(value: LaunchValues[string]): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Numbers separated by commas, as typed and as numbers. */
export function numbersOf(value: FieldValue): { text: string; number: number }[] {
  return String(value)
    .split(/[,;]/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ text, number: parseNumber(text) }));
}

/** The files that were chosen for a field. */
export function filesOf(value: LaunchValues[string]): readonly File[] {
  return Array.isArray(value) ? value.filter((entry): entry is File => entry instanceof File) : [];
}

/** Ids of uploads that an earlier launch was given in a field, and that are still there. */
export function keptUploads(value: LaunchValues[string]): readonly string[] {
  return isNames(value) ? value : [];
}

/** A field's value as the mutation takes it; undefined where nothing is given. */
export function inputOfField(
  placed: PlacedField,
  {
    values,
    chosen,
    uploads,
  }: { values: LaunchValues; chosen: readonly ThingOption[]; uploads: readonly string[] },
): unknown {
  const { field } = placed;
  if (field.kind === 'thing') return chosen[0]?.id;
  if (field.kind === 'things') return chosen.map(({ id }) => id);
  if (field.kind === 'file') {
    const files = uploads.length > 0 ? uploads : keptUploads(values[placed.path]);
    return field.many ? files : files[0];
  }
  const value = shownValue(placed, values);
  if (field.kind === 'parameter') return parameterInput(field.parameter, value);
  if (field.kind === 'numbers') {
    const numbers = numbersOf(value).map(({ number }) => number);
    return field.optional && numbers.length === 0 ? undefined : numbers;
  }
  if (field.kind === 'names') return isNames(value) && value.length > 0 ? value : undefined;
  return String(value).trim() || undefined;
}
