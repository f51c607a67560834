import type { z } from 'zod';

/** What attacks and detectors have in common: an identity, words, a source, and parameters that one schema describes. */
export interface Method<Params extends z.ZodObject = z.ZodObject> {
  /** camelCase; stored in the database, part of the GraphQL schema. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for somebody who has to choose. */
  readonly summary: string;
  /** Address of the publication that defines it. */
  readonly source: string;
  /** The only home of the parameters: types the code, validates requests, makes the GraphQL input, draws the form. */
  readonly params: Params;
}

/** One parameter as a form or a listing needs it. */
export interface Parameter {
  readonly name: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'choice' | 'layer';
  readonly description: string;
  readonly default: number | boolean | string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether `minimum` itself is refused. */
  readonly exclusiveMinimum: boolean;
  /** The values of a `choice`. */
  readonly options: readonly string[] | null;
}
