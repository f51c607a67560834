import { checkParameter, type FieldValue } from '../../forms/parameter';
import { filesOf, keptUploads, numbersOf, shownValue } from './field-values';
import type { LaunchField, ThingOption } from './launch-fields';
import type { LaunchValues, PlacedField } from './launch-state';
import { chosenVariant } from './visible-fields';

/** What is wrong with a field, in words; undefined where nothing is. */
export function checkField(
  placed: PlacedField,
  values: LaunchValues,
  chosen: readonly ThingOption[],
): string | undefined {
  const { field, path } = placed;
  if (field.kind === 'parameter') return checkParameter(field.parameter, shownValue(placed, values));
  if (field.kind === 'numbers') return checkNumbers(field, shownValue(placed, values), values);
  if ((field.kind === 'thing' || field.kind === 'things') && field.optional) return undefined;
  if (field.kind === 'thing' || field.kind === 'things')
    return chosen.length === 0 ? 'Nothing is chosen.' : undefined;
  if (field.kind === 'file') {
    const files = filesOf(values[path]).length + keptUploads(values[path]).length;
    return files === 0 ? 'A file is needed.' : undefined;
  }
  if (field.kind === 'choice' && !chosenVariant(field, path, values))
    return field.whyWithheld ?? 'There is none.';
  return undefined;
}

function checkNumbers(
  { whole, above = Number.NEGATIVE_INFINITY, asManyAs }: Extract<LaunchField, { kind: 'numbers' }>,
  value: FieldValue,
  values: LaunchValues,
): string | undefined {
  const numbers = numbersOf(value);
  const bad = numbers.find(({ number }) => !Number.isFinite(number));
  if (bad) return `Expected numbers separated by commas, got “${bad.text}”.`;
  const broken = numbers.find(({ number }) => whole && !(Number.isInteger(number) && number >= 0));
  if (broken) return `Expected whole numbers from 0 on, got ${broken.text}.`;
  const low = numbers.find(({ number }) => number <= above);
  if (low) return `Expected numbers above ${above}, got ${low.text}.`;
  const other = asManyAs === undefined ? undefined : values[asManyAs];
  const expected = typeof other === 'string' ? numbersOf(other).length : 0;
  if (asManyAs === undefined || numbers.length === expected) return undefined;
  return `Expected one number a channel in both, got ${expected} and ${numbers.length}.`;
}
