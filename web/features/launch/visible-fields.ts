import { shownValue } from './field-values';
import type { LaunchField } from './launch-fields';
import type { LaunchValues, PlacedField } from './launch-state';

/** Name of a field in the mutation's input. */
export function fieldName(field: LaunchField): string {
  return field.kind === 'parameter' ? field.parameter.name : field.name;
}

/** The variant that a choice stands at: the first, unless another was chosen; none where all are withheld. */
export function chosenVariant(
  field: Extract<LaunchField, { kind: 'choice' }>,
  path: string,
  values: LaunchValues,
) {
  const offered = field.variants.filter(({ withheld }) => !withheld);
  return offered.find(({ id }) => id === values[path]) ?? offered[0];
}

/** All fields that are to be filled in now, those of chosen variants after their choice. */
export function visibleFields(
  fields: readonly LaunchField[],
  values: LaunchValues,
  under = '',
): PlacedField[] {
  const hidden = new Set(
    fields.flatMap((field) =>
      field.kind === 'choice' ? (chosenVariant(field, under + field.name, values)?.hides ?? []) : [],
    ),
  );
  const learning = fields.some(
    (field) => field.kind === 'choice' && learns(field, under + field.name, values),
  );
  return fields
    .filter((field) => !hidden.has(fieldName(field)))
    .filter((field) => field.kind !== 'things' || fitsMethod(field, learning))
    .filter((field) => counts(field, { fields, values, under }))
    .flatMap((field) => {
      const path = under + fieldName(field);
      const variant = field.kind === 'choice' ? chosenVariant(field, path, values) : undefined;
      const inner = variant ? visibleFields(variant.fields, values, `${path}.${variant.id}.`) : [];
      return [{ path, field }, ...inner];
    });
}

/** Whether the chosen variant learns from attack sets, with what stands in its fields. */
function learns(
  field: Extract<LaunchField, { kind: 'choice' }>,
  path: string,
  values: LaunchValues,
): boolean {
  const variant = chosenVariant(field, path, values);
  if (!variant || typeof variant.learns !== 'object') return variant?.learns === true;
  const under = `${path}.${variant.id}.`;
  return variant.learns.some((value) => standsAt(value, { fields: variant.fields, values, under }));
}

/** Whether a field counts with what stands in the others. */
function counts(
  field: LaunchField,
  { fields, values, under }: { fields: readonly LaunchField[]; values: LaunchValues; under: string },
): boolean {
  if (field.kind === 'words' && field.beside !== undefined) {
    const other = fields.find((of) => fieldName(of) === field.beside);
    return (
      other !== undefined &&
      String(shownValue({ path: under + field.beside, field: other }, values)).trim() !== ''
    );
  }
  if (field.kind !== 'parameter' || !field.parameter.onlyWith) return true;
  return standsAt(field.parameter.onlyWith, { fields, values, under });
}

/** Whether a parameter beside others has a value, typed or by default. */
function standsAt(
  { parameter, value }: { readonly parameter: string; readonly value: unknown },
  { fields, values, under }: { fields: readonly LaunchField[]; values: LaunchValues; under: string },
): boolean {
  const field = fields.find((of) => fieldName(of) === parameter);
  if (field === undefined) return false;
  const shown = shownValue({ path: under + parameter, field }, values);
  // Names are a list each time anew.
  return JSON.stringify(shown) === JSON.stringify(value);
}

function fitsMethod({ onlyWhen }: Extract<LaunchField, { kind: 'things' }>, learning: boolean): boolean {
  return onlyWhen === undefined || (onlyWhen === 'learning') === learning;
}
