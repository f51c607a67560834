import type { LaunchField } from './launch-fields';
import type { LaunchValues, Offer } from './launch-state';
import { thingChoice } from './thing-choice';
import { visibleFields } from './visible-fields';

/**
 * The fields of a form with the methods that cannot be run on what is chosen set apart: those that follow gradients, where
 * the model behind a chosen thing has none. Why is said at the choice.
 */
export function offeredVariants(
  fields: readonly LaunchField[],
  { values, offer }: { values: LaunchValues; offer: Offer },
): readonly LaunchField[] {
  const all = visibleFields(fields, values);
  const model = all
    .map((placed) => thingChoice(placed, all, { values, offer }).chosen[0]?.withoutGradients)
    .find((name) => name !== undefined);
  if (model === undefined) return fields;
  return fields.map((field) => {
    if (field.kind !== 'choice' || !field.variants.some(({ gradients }) => gradients)) return field;
    return {
      ...field,
      variants: field.variants.map((variant) => ({ ...variant, withheld: variant.gradients === true })),
      whyWithheld: `${model} is in graph format and has no gradients: methods that follow them cannot run on it.`,
    };
  });
}
