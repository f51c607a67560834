import type { AccessToken } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { AccessTokenObject, TokenScopeEnum } from './access-token-types';
import { createAccessToken, revokeAccessToken } from './own-tokens';

const NewAccessToken = builder.objectRef<{ token: AccessToken; secret: string }>('NewAccessToken').implement({
  description: 'A token that was made just now.',
  fields: (t) => ({
    token: t.field({
      type: AccessTokenObject,
      description: 'What is kept of it.',
      resolve: ({ token }) => token,
    }),
    secret: t.exposeString('secret', {
      description: 'What programs send as "Authorization: Bearer". It is not kept and never shown again.',
    }),
  }),
});

const CreateAccessTokenInput = builder.inputType('CreateAccessTokenInput', {
  description: 'A token for a program.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for, 1 to 120 characters.' }),
    scope: t.field({ type: TokenScopeEnum, required: true, description: 'The most that it allows.' }),
    projectId: t.globalID({ description: 'The only project that it reaches; all without it.' }),
    expiresInDays: t.int({ description: 'When it ends by itself, 1 to 366; never without it.' }),
  }),
});

builder.mutationFields((t) => ({
  createAccessToken: t.field({
    type: NewAccessToken,
    description: 'Makes a token of the viewer’s own, for programs.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: CreateAccessTokenInput, required: true, description: 'The token.' }) },
    resolve: (_, { input: { name, scope, projectId, expiresInDays } }, context) =>
      createAccessToken(context, {
        name,
        scope,
        projectId: projectId?.id ?? null,
        expiresInDays: expiresInDays ?? null,
      }),
  }),
  revokeAccessToken: t.field({
    type: AccessTokenObject,
    description: 'Makes one of the viewer’s tokens void at once, open connections included.',
    errors: { types: expectedErrors },
    args: { id: t.arg.globalID({ required: true, description: 'The token.' }) },
    resolve: (_, { id }, context) => revokeAccessToken(context, id.id),
  }),
}));
