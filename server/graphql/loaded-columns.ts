import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { encodeGlobalID } from './global-id';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      loadedColumns: LoadedColumnsPlugin<Types>;
    }
  }
}

/** Name of the plugin below. */
export const loadedColumns = 'loadedColumns';

/**
 * Answers fields that are columns of a record from the record, at once: what loads the columns of a record that came without
 * them, and the promises of global ids, cost a fifth of the time of a page of runs, and are asked only where a column is missing.
 */
class LoadedColumnsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { kind, name, parentType, extensions, pothosOptions }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    // A field that has rules of its own is left to them.
    if ('authScopes' in pothosOptions) return resolve;
    if (name === 'id' && this.isNode(parentType))
      return (record, args, context, info) => {
        const id = columnOf(record, 'id');
        return typeof id === 'string' ? encodeGlobalID(parentType, id) : resolve(record, args, context, info);
      };
    const column = extensions?.pothosExposedField;
    if (kind !== 'PrismaObject' || typeof column !== 'string') return resolve;
    return (record, args, context, info) => {
      const value = columnOf(record, column);
      return value === undefined ? resolve(record, args, context, info) : value;
    };
  }

  /** Whether a type's records are found by global ids. */
  private isNode(name: string): boolean {
    const type = this.buildCache.getTypeConfig(name);
    return (
      type.kind === 'Object' &&
      type.interfaces.some((one) => this.buildCache.getTypeConfig(one).name === 'Node')
    );
  }
}

SchemaBuilder.registerPlugin(loadedColumns, LoadedColumnsPlugin);

const columnOf = (record: unknown, column: string) => (record as Readonly<Record<string, unknown>>)[column];
