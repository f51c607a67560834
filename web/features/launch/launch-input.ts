import { inputOfField } from './field-values';
import type { LaunchField } from './launch-fields';
import type { LaunchValues, Offer } from './launch-state';
import { thingChoice } from './thing-choice';
import { chosenVariant, visibleFields } from './visible-fields';

/** The mutation's input, from what stands in the form. `uploads` gives the ids of uploaded files by path. */
export function launchInput(
  fields: readonly LaunchField[],
  {
    values,
    offer,
    uploads,
  }: { values: LaunchValues; offer: Offer; uploads: Readonly<Record<string, readonly string[]>> },
): Record<string, unknown> {
  const all = visibleFields(fields, values);
  const input: Record<string, unknown> = {};
  for (const placed of all) {
    const value =
      placed.field.kind === 'choice'
        ? variantInput(chosenVariant(placed.field, placed.path, values)?.id)
        : inputOfField(placed, {
            values,
            chosen: thingChoice(placed, all, { values, offer }).chosen,
            uploads: uploads[placed.path] ?? [],
          });
    if (value !== undefined) put(input, placed.path.split('.'), value);
  }
  return input;
}

/** A chosen method as the mutation takes it, without its parameters yet. */
function variantInput(id: string | undefined): Record<string, unknown> | undefined {
  return id === undefined ? undefined : { [id]: {} };
}

function put(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else {
    target[name] ??= {};
    put(target[name] as Record<string, unknown>, rest, value); // made one line above, or by the choice before
  }
}
