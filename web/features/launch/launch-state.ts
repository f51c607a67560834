import {
  checkParameter,
  type FieldValue,
  initialValue,
  parameterInput,
  parseNumber,
} from '../../forms/parameter';
import type { LaunchField, ThingList, ThingOption } from './launch-fields';

/** What stands in the fields, by path: `sampleId`, `attack` (the chosen variant), `attack.pgd.steps`. */
export type LaunchValues = Readonly<Record<string, FieldValue | readonly File[] | undefined>>;

/** A field as it stands in a form. */
export interface PlacedField {
  readonly path: string;
  readonly field: LaunchField;
}

/** What decides which things can be chosen. */
export interface Offer {
  readonly things: Readonly<Record<ThingList, readonly ThingOption[]>>;
  /** Ids that the address gave, such as the model whose page led here. */
  readonly given: Readonly<Record<string, string>>;
}

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
  return variant.learns.some(({ parameter, value }) => {
    const inner = variant.fields.find((of) => fieldName(of) === parameter);
    return inner !== undefined && shownValue({ path: under + parameter, field: inner }, values) === value;
  });
}

function fitsMethod({ onlyWhen }: Extract<LaunchField, { kind: 'things' }>, learning: boolean): boolean {
  return onlyWhen === undefined || (onlyWhen === 'learning') === learning;
}

/** The fields with their parameters as the chosen things narrow them. */
export function narrowedFields(
  fields: readonly LaunchField[],
  { values, offer }: { values: LaunchValues; offer: Offer },
): readonly LaunchField[] {
  const all = visibleFields(fields, values);
  const chosen = Object.fromEntries(
    all.map((placed) => [placed.path, thingChoice(placed, all, { values, offer }).chosen[0]]),
  );
  return fields.map((field) =>
    field.kind === 'parameter' && field.narrow
      ? { ...field, parameter: { ...field.parameter, ...field.narrow(chosen) } }
      : field,
  );
}

/** The things that a field offers, and those chosen: what the user chose, else what the address gave, else the newest. */
export function thingChoice(
  { path, field }: PlacedField,
  all: readonly PlacedField[],
  { values, offer }: { values: LaunchValues; offer: Offer },
): { options: readonly ThingOption[]; chosen: readonly ThingOption[] } {
  if (field.kind !== 'thing' && field.kind !== 'things') return { options: [], chosen: [] };
  const others = Object.fromEntries(
    // Only fields before this one decide, so this ends.
    all
      .slice(
        0,
        all.findIndex((placed) => placed.path === path),
      )
      .map((placed) => [placed.path, thingChoice(placed, all, { values, offer }).chosen[0]]),
  );
  const options = offer.things[field.of].filter((option) => field.fits?.(option, others) ?? true);
  const value = values[path];
  if (field.kind === 'things') {
    if (!Array.isArray(value)) return { options, chosen: options };
    const ids: readonly unknown[] = value;
    return { options, chosen: options.filter(({ id }) => ids.includes(id)) };
  }
  const wanted = options.find(({ id }) => id === (value ?? offer.given[field.name]));
  if (!wanted && field.none !== undefined) return { options, chosen: [] };
  const first = wanted ?? options.find((option) => agrees(option, offer.given)) ?? options[0];
  return { options, chosen: first ? [first] : [] };
}

/**
 * What the address fills in, by path: `detector=knnScore`, `detector.knnScore.k=20`. Things are chosen by their own
 * rules, and what a field cannot hold is left to its check.
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
  return kind !== 'thing' && kind !== 'things' && kind !== 'file';
}

function valueFromText(field: LaunchField, text: string): FieldValue {
  if (field.kind !== 'parameter') return text;
  if (field.parameter.type === 'BOOLEAN') return text === 'true';
  if (field.parameter.type === 'LAYERS') return text.split(',').filter((name) => name !== '');
  return text;
}

/** Whether a thing belongs to everything that the address gave. */
function agrees(option: ThingOption, given: Readonly<Record<string, string>>): boolean {
  return (['datasetId', 'modelId', 'sampleId'] as const).every(
    (key) => given[key] === undefined || option[key] === undefined || option[key] === given[key],
  );
}

/** What a field shows: what was typed, else what it begins with. */
export function shownValue({ path, field }: PlacedField, values: LaunchValues): FieldValue {
  const value = values[path];
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (field.kind === 'parameter') return isNames(value) ? value : initialValue(field.parameter);
  if (field.kind === 'names') return isNames(value) ? value : [];
  return field.kind === 'numbers' ? field.first : '';
}

function isNames(value: LaunchValues[string]): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

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
  if (field.kind === 'file') return filesOf(values[path]).length === 0 ? 'A file is needed.' : undefined;
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
  const bad = numbers.find(({ number }) => Number.isNaN(number));
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
  if (field.kind === 'file') return field.many ? uploads : uploads[0];
  const value = shownValue(placed, values);
  if (field.kind === 'parameter') return parameterInput(field.parameter, value);
  if (field.kind === 'numbers') {
    const numbers = numbersOf(value).map(({ number }) => number);
    return field.optional && numbers.length === 0 ? undefined : numbers;
  }
  if (field.kind === 'names') return isNames(value) && value.length > 0 ? value : undefined;
  return String(value).trim() || undefined;
}
