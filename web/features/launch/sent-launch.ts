import type { LaunchFormPlan } from './forms/launch-form-plan';
import { launchForms } from './launch-forms';
import type { SentLaunch } from './launch-texts';
import { type LaunchId, launchTitles } from './launch-titles';

/** The form that sends a mutation. */
export function formOf(mutation: string): LaunchId | undefined {
  return launchTitles.find(({ id }) => launchForms[id].mutation === mutation)?.id;
}

/** The launch that the API tells of a run, with what it makes; undefined where it tells none, or one without a form. */
export function sentLaunch(
  launch: { readonly mutation: string; readonly input: unknown } | null,
): (SentLaunch & Pick<LaunchFormPlan, 'mutation'>) | undefined {
  const form = launch ? formOf(launch.mutation) : undefined;
  if (!launch || !form) return undefined;
  const { mutation, makes } = launchForms[form];
  // The API gives a launch's input as a JSON object.
  return { mutation, makes, input: launch.input as SentLaunch['input'] };
}
