import type { PrismaClient } from '@fiducial/prisma/client';
import type PrismaTypes from '@fiducial/prisma/pothos-types';
import { getDatamodel } from '@fiducial/prisma/pothos-types';
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import { realFromJson, realToJson } from '../metric/real';
import { UserError } from '../user-error';
import { accessRules } from './access-rules';
import type { ApiContext } from './context';
import { decodeGlobalID, encodeGlobalID } from './global-id';
import { loadedColumns } from './loaded-columns';
import { readIdsInside } from './read-ids-inside';
import { relayWords } from './relay-words';
import { storableText } from './storable-text';

/** Largest page of a connection. */
export const maxPageSize = 100;

/** The builder of the whole schema: types say who may read them, so that every path to them is checked. */
export const builder = new SchemaBuilder<{
  PrismaTypes: PrismaTypes;
  Context: ApiContext;
  DefaultFieldNullability: false;
  AuthScopes: { project: string };
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
    Real: { Input: number; Output: number };
    WholeNumber: { Input: number; Output: number };
    ID: { Input: string; Output: string | number };
  };
}>({
  // Errors first: it catches what those after it throw.
  plugins: [
    ErrorsPlugin,
    accessRules,
    loadedColumns,
    readIdsInside,
    storableText,
    ScopeAuthPlugin,
    RelayPlugin,
    PrismaPlugin,
  ],
  defaultFieldNullability: false,
  errors: {
    defaultTypes: [],
    directResult: true,
    defaultUnionOptions: { description: 'What came of it: the thing itself, or an expected failure.' },
  },
  scopeAuth: {
    runScopesOnType: true,
    authorizeOnSubscribe: true,
    // Missing and forbidden look alike.
    unauthorizedError: () => new GraphQLError('Not found.', { extensions: { code: 'NOT_FOUND' } }),
    authScopes: ({ viewer }) => ({ project: (projectId) => viewer.mayRead(projectId) }),
  },
  relay: { clientMutationId: 'omit', cursorType: 'String', encodeGlobalID, decodeGlobalID, ...relayWords },
  prisma: {
    client: ({ prisma }: ApiContext): PrismaClient => prisma,
    dmmf: getDatamodel(),
    maxConnectionSize: maxPageSize,
    defaultConnectionSize: 20,
    filterConnectionTotalCount: true,
  },
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description: 'Everything that can be done. Expected failures are members of the result.',
});
builder.subscriptionType({ description: 'What happens, as it happens.' });

builder.scalarType('DateTime', {
  description: 'A moment, ISO 8601 with time zone.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const date = new Date(String(value));
    // Beyond these years, ISO 8601 is written with a sign, which the database does not read.
    if (date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999) return date;
    throw new UserError(
      `DateTime: expected ISO 8601 of the years 1 to 9999, got ${String(value).slice(0, 100)}`,
    );
  },
});

builder.scalarType('Real', {
  description:
    'A double: a JSON number, or "NaN", "Infinity" or "-Infinity" as text, for which JSON has no numbers.',
  serialize: realToJson,
  parseValue: (value) => {
    const real = realFromJson(value);
    if (real === undefined)
      throw new UserError(`Real: expected a number, "NaN", "Infinity" or "-Infinity", got ${String(value)}`);
    return real;
  },
});

builder.scalarType('WholeNumber', {
  description: 'An integer within ±(2^53 − 1): what a double holds exactly.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (Number.isSafeInteger(value)) return value as number; // just looked at
    throw new UserError(`WholeNumber: expected an integer within ±(2^53 − 1), got ${String(value)}`);
  },
});

builder.scalarType('JSON', { description: 'Any JSON value.', serialize: (value) => value });
