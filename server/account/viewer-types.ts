import { builder } from '../graphql/builder';
import { AccessTokenObject } from './access-token-types';
import { TeamObject } from './team-types';
import type { Viewer } from './viewer';

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

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerObject,
    description: 'The one who asks.',
    resolve: (_, _args, { viewer }) => viewer,
  }),
}));
