import type { LaunchField, ThingOption } from './launch-fields';
import type { LaunchValues, Offer, PlacedField } from './launch-state';
import { thingChoice } from './thing-choice';
import { visibleFields } from './visible-fields';

interface State {
  readonly values: LaunchValues;
  readonly offer: Offer;
}

/** Things that are chosen in a form, each with the field that it is chosen in. */
export type ChosenThings = readonly { readonly field: LaunchField; readonly thing: ThingOption }[];

/** What stands in a form now. */
export function chosenNow(fields: readonly LaunchField[], { values, offer }: State): ChosenThings {
  const all = visibleFields(fields, values);
  return chosenAt(all, (placed) => thingChoice(placed, all, { values, offer }).chosen[0]);
}

/** What stood in a form whose values are those of an earlier launch: a thing that is gone has none in its place. */
export function chosenBefore(fields: readonly LaunchField[], { values, offer }: State): ChosenThings {
  return chosenAt(visibleFields(fields, values), ({ path, field }) =>
    field.kind === 'thing' ? offer.things[field.of].find(({ id }) => id === values[path]) : undefined,
  );
}

function chosenAt(
  all: readonly PlacedField[],
  thingOf: (placed: PlacedField) => ThingOption | undefined,
): ChosenThings {
  return all.flatMap((placed) => {
    const thing = thingOf(placed);
    return thing ? [{ field: placed.field, thing }] : [];
  });
}

/** The fields of a form with the parameters of its methods as the chosen things have them: those that nothing reads are left out. */
export function fittedParameters(
  fields: readonly LaunchField[],
  chosen: ChosenThings,
): readonly LaunchField[] {
  const attacked = chosen.filter(({ field }) => field.kind === 'thing' && field.attacked).at(-1)?.thing;
  const isRead = (field: LaunchField) =>
    field.kind !== 'parameter' ||
    attacked?.methodId === undefined ||
    (field.parameter.onlyAgainst?.includes(attacked.methodId) ?? true);
  return fields.map((field) =>
    field.kind === 'choice'
      ? {
          ...field,
          variants: field.variants.map((variant) => ({ ...variant, fields: variant.fields.filter(isRead) })),
        }
      : field,
  );
}
