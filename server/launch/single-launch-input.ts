import { builder } from '../graphql/builder';
import { InvalidInputError } from '../user-error';
import { type Launchable, launchables } from './launchable';

/** A launch by the name of its mutation: with `isOneOf`, exactly one is given. */
export type SingleLaunch = Readonly<Record<string, unknown>>;

/** An input type with a field for every mutation that launches a single run, which takes the input of that. */
export function singleLaunchInput(name: string, description: string) {
  return builder.inputRef<Record<string, unknown>>(name).implement({
    description,
    isOneOf: true,
    fields: (t) =>
      Object.fromEntries(
        launchables.map(({ name: mutation, input }) => [
          mutation,
          t.field({ type: input, description: `As ${mutation} would be called.`, required: false }),
        ]),
      ),
  });
}

/** What launches it, and what that is given. @throws {InvalidInputError} naming the field, where none is given */
export function chosenLaunch(given: SingleLaunch, field: string): { launchable: Launchable; input: unknown } {
  const launchable = launchables.find(({ name }) => given[name]);
  if (launchable) return { launchable, input: given[launchable.name] };
  throw new InvalidInputError(`${field}: expected one launch, got none`, { field });
}
