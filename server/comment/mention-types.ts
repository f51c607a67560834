import type { Prisma } from '@fiducial/prisma/client';
import type { Viewer } from '../account/viewer';
import { ViewerObject } from '../account/viewer-types';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { ForbiddenError } from '../user-error';
import { CommentObject } from './comment-types';

/** Comments that mention somebody and that they may read. */
const mentioning = (
  { id: userId, projects: project }: Viewer,
  seen?: { seenAt: null },
): Prisma.CommentWhereInput => ({
  deletedAt: null,
  project,
  mentions: { some: { userId, ...seen } },
});

builder.objectFields(ViewerObject, (t) => ({
  mentions: t.prismaConnection({
    type: CommentObject,
    cursor: 'id',
    description: 'Comments that mention the one who asks, newest first.',
    totalCount: (_, _args, { prisma, viewer }) => prisma.comment.count({ where: mentioning(viewer) }),
    resolve: (query, _, _args, { prisma, viewer }) =>
      prisma.comment.findMany({ ...query, where: mentioning(viewer), orderBy: { id: 'desc' } }),
  }),
  unseenMentions: t.int({
    description: 'How many of them the one who asks has not said to have seen.',
    resolve: (_, _args, { prisma, viewer }) =>
      prisma.comment.count({ where: mentioning(viewer, { seenAt: null }) }),
  }),
}));

builder.mutationField('seeMentions', (t) =>
  t.field({
    type: ViewerObject,
    description: 'Says that the viewer has seen comments that mention them.',
    errors: { types: expectedErrors },
    args: { ids: t.arg.globalIDList({ description: 'The comments; all without it.' }) },
    resolve: async (_, { ids }, { prisma, viewer }) => {
      if (viewer.tokenScope === 'READ') throw new ForbiddenError('A token that only reads changes nothing.');
      await prisma.mention.updateMany({
        where: {
          userId: viewer.id,
          seenAt: null,
          ...(ids && { commentId: { in: ids.map(({ id }) => id) } }),
        },
        data: { seenAt: new Date() },
      });
      return viewer;
    },
  }),
);
