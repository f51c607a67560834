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

/**
 * The fields of a form with the parameters of its methods as the chosen things have them: those that nothing reads are left
 * out, and those that are a class have the names of the classes, where these are known, as options.
 */
export function fittedParameters(
  fields: readonly LaunchField[],
  chosen: ChosenThings,
  { things }: Pick<Offer, 'things'>,
): readonly LaunchField[] {
  const attacked = chosen.filter(({ field }) => field.kind === 'thing' && field.attacked).at(-1)?.thing;
  const classNames = classNamesOf(chosen, things);
  const fit = (field: LaunchField): readonly LaunchField[] => {
    if (field.kind !== 'parameter') return [field];
    const { type, onlyAgainst } = field.parameter;
    if (attacked?.methodId !== undefined && onlyAgainst?.includes(attacked.methodId) === false) return [];
    if (type !== 'CLASS' || !classNames) return [field];
    return [{ ...field, parameter: { ...field.parameter, options: [...classNames] } }];
  };
  return fields.map((field) =>
    field.kind === 'choice'
      ? {
          ...field,
          variants: field.variants.map((variant) => ({ ...variant, fields: variant.fields.flatMap(fit) })),
        }
      : field,
  );
}

/** Names of the classes of the data set behind the model of the first chosen thing; undefined where they are not known. */
function classNamesOf(
  chosen: ChosenThings,
  { models, datasets }: Offer['things'],
): readonly string[] | undefined {
  const modelId = chosen.map(({ thing }) => thing.modelId).find((id) => id !== undefined);
  const model = models.find(({ id }) => id === modelId);
  return datasets.find(({ id }) => id === model?.datasetId)?.classNames;
}
