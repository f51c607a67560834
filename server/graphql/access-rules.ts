import type { Role } from '@fiducial/prisma/client';
import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { GraphQLError, type GraphQLFieldResolver } from 'graphql';
import { readerRole } from '../account/access';
import { mutationRoles, openFields } from '../account/mutation-roles';
import { withRole } from '../account/viewer';
import type { ApiContext } from './context';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      accessRules: AccessRulesPlugin<Types>;
    }
  }
}

/** Name of the plugin below. */
export const accessRules = 'accessRules';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * The door to every root field: it answers nobody who has not signed in, unless it is open to everybody, and gives a
 * mutation a viewer whose `projects` and `teamIds` are those only in which the viewer has the role that it needs.
 */
class AccessRulesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    // What a subscription yields was allowed when it began; its types are checked anew each time.
    return field.parentType === 'Subscription' ? resolve : guarded(field, resolve);
  }

  override wrapSubscribe(
    subscribe: GraphQLFieldResolver<unknown, Types['Context'], object> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> | undefined {
    return subscribe && guarded(field, subscribe);
  }
}

SchemaBuilder.registerPlugin(accessRules, AccessRulesPlugin);

function guarded<Types extends SchemaTypes>(
  { parentType, name }: PothosOutputFieldConfig<Types>,
  resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
): GraphQLFieldResolver<unknown, Types['Context'], object> {
  if (!roots.has(parentType) || openFields.has(`${parentType}.${name}`)) return resolve;
  const needed = parentType === 'Mutation' ? neededRole(name) : readerRole;
  return (parent, args, context, info) => {
    const { viewer } = context as ApiContext; // the builder's context; the plugin is generic over it
    if (viewer.via === 'nothing')
      throw new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
    const asked = needed === readerRole ? context : { ...context, viewer: withRole(viewer, needed) };
    return resolve(parent, args, asked, info);
  };
}

/** @throws while the schema is built, for a mutation of which nobody has said who may do it */
function neededRole(mutation: string): Role {
  const role = (mutationRoles as Readonly<Record<string, Role>>)[mutation]; // any name
  if (role) return role;
  throw new Error(
    `Mutation ${mutation}: expected an entry in server/account/mutation-roles.ts that says which role it needs`,
  );
}
