import type { PrismaClient } from '@fiducial/prisma/client';
import type { InputRef } from '@pothos/core';
import type { ApiContext } from '../graphql/context';
import type { PlannedLaunch } from './launch';

/** Plans a launch of one kind: input as the API has parsed it. */
type Plan<Input, T> = (input: Input, context: ApiContext) => Promise<PlannedLaunch<T>>;

/** A run as it is told as a launch: what was kept of it, with the ids that a client would give. */
export interface PastRun {
  readonly id: string;
  /** As they were checked when it was launched; an earlier version may have written them. */
  readonly params: unknown;
  /** Global id of its project. */
  readonly project: string;
  /** Global id of the thing that went in as `role`; undefined where none did. */
  readonly thing: (role: string) => string | undefined;
  /** Global ids of what went in as `attackSet/0`, `attackSet/1` and so on. */
  readonly attackSets: readonly string[];
  /** Id of an upload of the file that went in under a name. */
  readonly upload: (name: string) => string;
}

/** The input, as JSON, by which a mutation would make a run again: without a name, a seed and a priority. */
export type InputOf = (run: PastRun, prisma: PrismaClient) => object | Promise<object>;

/** The launch of a single run: it can be estimated, made together with others, and told of a run that there is. */
export interface Launchable {
  /** The name of its mutation. */
  readonly name: string;
  /** The kind of run that it makes. */
  readonly kind: string;
  readonly input: InputRef<object>;
  readonly plan: Plan<unknown, unknown>;
  readonly inputOf: InputOf;
}

/** All of them, in the order in which the schema's modules are loaded. */
export const launchables: Launchable[] = [];

/** Declares the launch of a single run by its mutation; returns its plan for that mutation. */
export function launchable<Input, T>(
  name: string,
  {
    kind,
    input,
    plan,
    inputOf,
  }: {
    kind: string;
    input: InputRef<Input> & { readonly $inferInput: Input };
    plan: Plan<Input, T>;
    inputOf: InputOf;
  },
): Plan<Input, T> {
  // The list forgets the type of each input; the schema gives each plan what its own input type parsed.
  const forgetful = { input: input as InputRef<object>, plan: plan as Plan<unknown, unknown> };
  launchables.push({ name, kind, inputOf, ...forgetful });
  return plan;
}
