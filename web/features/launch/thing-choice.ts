import type { LaunchField, ThingOption } from './launch-fields';
import type { LaunchValues, Offer, PlacedField } from './launch-state';
import { visibleFields } from './visible-fields';

/** The things that a field offers, and those chosen: what the user chose, else what the address gave, else the newest. Of several, what the field says, else all. */
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
    if (!Array.isArray(value)) {
      // attackSetId in the address is to be among the attackSetIds.
      const given = offer.given[field.name.replace(/s$/, '')];
      return { options, chosen: firstOf(options, { wanted: field.firstWith?.(others), given }) };
    }
    const ids: readonly unknown[] = value;
    return { options, chosen: options.filter(({ id }) => ids.includes(id)) };
  }
  const wanted = options.find(({ id }) => id === (value ?? offer.given[field.name]));
  if (!wanted && field.none !== undefined) return { options, chosen: [] };
  const first = wanted ?? options.find((option) => agrees(option, offer.given)) ?? options[0];
  return { options, chosen: first ? [first] : [] };
}

/** Those that are chosen before anybody chose: all, where none of those wanted is offered, else these with the one given. */
function firstOf(
  options: readonly ThingOption[],
  { wanted = [], given }: { wanted: readonly string[] | undefined; given: string | undefined },
): readonly ThingOption[] {
  if (!options.some(({ id }) => wanted.includes(id))) return options;
  return options.filter(({ id }) => id === given || wanted.includes(id));
}

/** Whether a thing belongs to everything that the address gave. */
function agrees(option: ThingOption, given: Readonly<Record<string, string>>): boolean {
  return (['datasetId', 'modelId', 'sampleId'] as const).every(
    (key) => given[key] === undefined || option[key] === undefined || option[key] === given[key],
  );
}

/** The fields with their parameters and first numbers as the chosen things narrow them. */
export function narrowedFields(
  fields: readonly LaunchField[],
  { values, offer }: { values: LaunchValues; offer: Offer },
): readonly LaunchField[] {
  const all = visibleFields(fields, values);
  const chosen = Object.fromEntries(
    all.map((placed) => [placed.path, thingChoice(placed, all, { values, offer }).chosen[0]]),
  );
  return fields.map((field) => {
    if (field.kind === 'parameter' && field.narrow)
      return { ...field, parameter: { ...field.parameter, ...field.narrow(chosen) } };
    if (field.kind === 'numbers') return { ...field, first: field.firstWith?.(chosen) ?? field.first };
    return field;
  });
}
