import type { Client } from 'urql';
import { outcomeOf, type Refusal } from '../../lib/mutate';
import type { LaunchFormPlan } from './forms/launch-form-plan';
import { launchMutations } from './launch-mutations';

/** Sends a launch. The thing that it makes, with its run where it has one of its own, or why there is none. */
export async function sendLaunch(
  client: Client,
  { mutation, makes }: Pick<LaunchFormPlan, 'mutation' | 'makes'>,
  input: Readonly<Record<string, unknown>>,
) {
  // The fields are those of this mutation's input; the server checks every one of them.
  const variables = { input } as never;
  const { data, error } = await client.mutation(launchMutations[mutation], variables);
  return outcomeOf(data?.launched, makes as NonNullable<typeof data>['launched']['__typename'], error);
}

/** A key under which a launch can be sent again without starting twice. */
export function newLaunchKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What came of a launch. */
export type Sent = { readonly href: string } | { readonly refusal: Refusal };
