import type { InputRef } from '@pothos/core';
import type { ApiContext } from '../graphql/context';
import type { PlannedLaunch } from './launch';

/** Plans a launch of one kind: input as the API has parsed it. */
type Plan<Input> = (input: Input, context: ApiContext) => Promise<PlannedLaunch<unknown>>;

/** A launch that can be asked what it would need. */
export interface Estimable {
  /** The name of its mutation. */
  readonly name: string;
  readonly input: InputRef<object>;
  readonly plan: Plan<unknown>;
}

/** All of them, in the order in which the schema's modules are loaded. */
export const estimables: Estimable[] = [];

/** Declares that a launch can be estimated by the input of its mutation; returns its plan for that mutation. */
export function estimable<Input, T>(
  name: string,
  input: InputRef<Input> & { readonly $inferInput: Input },
  plan: (input: Input, context: ApiContext) => Promise<PlannedLaunch<T>>,
): (input: Input, context: ApiContext) => Promise<PlannedLaunch<T>> {
  // The list forgets the type of each input; the schema gives each plan what its own input type parsed.
  estimables.push({ name, input: input as InputRef<object>, plan: plan as Plan<unknown> });
  return plan;
}
