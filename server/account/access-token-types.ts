import type { AccessToken } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';

/** The most that a token allows, as the API names it. */
export const TokenScopeEnum = builder.enumType('TokenScope', {
  description: 'The most that a token allows, whatever the role of its owner.',
  values: {
    READ: { description: 'Look at things.' },
    RUN: { description: 'Launch and cancel runs too.' },
    WRITE: { description: 'Make projects, change and delete too.' },
    ADMIN: { description: 'Decide who may do what, and make tokens, too.' },
  } as const,
});

/** A token without its secret. */
export const AccessTokenObject = builder.prismaObject('AccessToken', {
  description: 'A token for programs. Its secret was shown when it was made.',
  authScopes: ({ userId }, { viewer }) => userId === viewer.id,
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('AccessToken', id) }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    start: t.exposeString('start', { description: 'Its first characters.' }),
    scope: t.expose('scope', { type: TokenScopeEnum, description: 'The most that it allows.' }),
    project: t.relation('project', {
      nullable: true,
      description: 'The only project that it reaches; null for all.',
      onNull: () => null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used last, to the minute; null for never.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null for never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was made void; null while it is not.',
    }),
    active: t.boolean({ description: 'Whether it is good now.', resolve: isActive }),
  }),
});

function isActive({ revokedAt, expiresAt }: AccessToken): boolean {
  return !revokedAt && !(expiresAt && expiresAt.getTime() <= Date.now());
}
