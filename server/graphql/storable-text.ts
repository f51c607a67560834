import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { InvalidInputError } from '../user-error';
import { refuseForgedCursors } from './forged-cursor';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      storableText: StorableTextPlugin<Types>;
    }
  }
}

/** Half a surrogate pair: with the flag, whole pairs are one character and no surrogate. */
const halfCharacter = /\p{Surrogate}/u;

/** Name of the plugin below. */
export const storableText = 'storableText';

/** Refuses texts that Postgres cannot store, wherever they stand in a field's arguments: no resolver meets one. */
class StorableTextPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { args: declared }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (Object.keys(declared).length === 0) return resolve;
    return (parent, args, context, info) => {
      refuseBadArguments(args as Readonly<Record<string, unknown>>); // what GraphQL made of the arguments
      return resolve(parent, args, context, info);
    };
  }
}

SchemaBuilder.registerPlugin(storableText, StorableTextPlugin);

/** @throws {InvalidInputError} for text that cannot be stored, and for forged cursors */
export function refuseBadArguments(args: Readonly<Record<string, unknown>>): void {
  refuseUnstorable(args, []);
  refuseForgedCursors(args);
}

/** @throws {InvalidInputError} for a NUL or half a surrogate pair, with the place where it stands */
function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (isStorable(value)) return;
    const field = path.filter((step, at) => at > 0 || step !== 'input').join('.');
    throw new InvalidInputError(`${field}: expected text of whole characters without NUL`, { field });
  }
  if (typeof value !== 'object' || value === null) return;
  // Numbers come by the thousand, in columns of metrics.
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    // Names of values in JSON are texts as well: the place is that of the object which has them.
    if (!isList && !isStorable(key)) refuseUnstorable(key, path);
    if (typeof inner !== 'number') refuseUnstorable(inner, [...path, key]);
  }
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && !halfCharacter.test(text);
}
