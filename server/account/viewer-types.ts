import type { AccessToken } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { TeamObject } from './team-types';
import type { Viewer } from './viewer';

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

/** The one who asks, as the API describes them. */
export const ViewerObject = builder.objectRef<Viewer>('Viewer').implement({
  description: 'The one who asks.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name.' }),
    email: t.exposeString('email', { description: 'Address.' }),
    isLocalOwner: t.boolean({
      description: 'Whether it is the owner of a server that needs no sign-in.',
      resolve: ({ via }) => via === 'local',
    }),
    teams: t.prismaField({
      type: [TeamObject],
      description: 'Teams that the viewer belongs to.',
      resolve: (query, _viewer, _args, { prisma, viewer }) =>
        prisma.team.findMany({
          ...query,
          where: { id: { in: [...viewer.teamIds] } },
          orderBy: { name: 'asc' },
        }),
    }),
    accessTokens: t.prismaField({
      type: [AccessTokenObject],
      description:
        'The viewer’s tokens, newest first, at most 100; none for one who shows a token of one project.',
      resolve: (query, _viewer, _args, { prisma, viewer }) =>
        viewer.tokenProjectId
          ? []
          : prisma.accessToken.findMany({
              ...query,
              where: { userId: viewer.id },
              orderBy: { id: 'desc' },
              take: 100,
            }),
    }),
  }),
});

const SignInObject = builder.objectRef<Record<never, never>>('SignIn').implement({
  description: 'Whether and how people sign in.',
  fields: (t) => ({
    required: t.boolean({
      description: 'Whether people have to sign in.',
      resolve: (_, _args, { signIn }) => signIn.signInRequired(),
    }),
    openIdName: t.string({
      nullable: true,
      description: 'Name of the OpenID provider at which people may sign in; null where there is none.',
      resolve: (_, _args, { signIn }) => signIn.openIdName ?? null,
    }),
    viewer: t.field({
      type: ViewerObject,
      nullable: true,
      description: 'The one who asks; null for somebody who has not signed in.',
      resolve: (_, _args, { viewer }) => (viewer.via === 'nothing' ? null : viewer),
    }),
  }),
});

builder.queryFields((t) => ({
  signIn: t.field({
    type: SignInObject,
    description: 'Whether and how people sign in. Open to everybody.',
    resolve: () => ({}),
  }),
  viewer: t.field({
    type: ViewerObject,
    description: 'The one who asks.',
    resolve: (_, _args, { viewer }) => viewer,
  }),
}));
