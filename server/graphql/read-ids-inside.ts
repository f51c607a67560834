import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      readIdsInside: ReadIdsInsidePlugin<Types>;
    }
  }
}

/** Name of the plugin below. */
export const readIdsInside = 'readIdsInside';

/**
 * Reads a mutation's global ids, and whatever else is made of its arguments before it is called, where the errors plugin
 * catches what goes wrong: an id that is none is a member of the result, as the schema says, and no failure of the whole
 * request. Plugins that stand before it in the list are given the arguments as they came.
 */
class ReadIdsInsidePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  private readonly mappers = new Map<string, PothosOutputFieldConfig<Types>['argMappers']>();

  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.parentType !== 'Mutation' || field.argMappers.length === 0) return field;
    this.mappers.set(field.name, field.argMappers);
    return { ...field, argMappers: [] };
  }

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { parentType, name }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const mappers = parentType === 'Mutation' && this.mappers.get(name);
    if (!mappers) return resolve;
    return async (parent, args, context, info) => {
      let mapped: Record<string, unknown> = { ...args };
      for (const mapper of mappers) mapped = await mapper(mapped, context, info);
      return resolve(parent, mapped, context, info);
    };
  }
}

SchemaBuilder.registerPlugin(readIdsInside, ReadIdsInsidePlugin);
