import type { PublicLink } from '@fiducial/prisma/client';
import { secretDigest } from '../account/secret-digest';
import { builder } from '../graphql/builder';
import { sharedEvaluations } from './shared-comparison';
import { SharedComparison } from './shared-comparison-types';
import { SharedRun } from './shared-run-types';

// No field of a shared type leads anywhere else: what a link shows is written in these three files, and nothing behind it.

const SharedView = builder.objectRef<PublicLink>('SharedView').implement({
  description: 'What a public link shows: a comparison or a run, and nothing else.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What those who made it call it.' }),
    sharedAt: t.expose('createdAt', { type: 'DateTime', description: 'When the link was made.' }),
    comparison: t.field({
      type: SharedComparison,
      nullable: true,
      description: 'The comparison; null for a link to a run, or once one of its evaluations is gone.',
      resolve: async (link, _args, context) =>
        link.runId ? null : ((await sharedEvaluations(context, link)) ?? null),
    }),
    run: t.field({
      type: SharedRun,
      nullable: true,
      description: 'The run; null for a link to a comparison.',
      resolve: ({ runId, projectId }, _args, { prisma }) =>
        runId
          ? prisma.run.findFirst({
              where: { id: runId, projectId },
              include: { series: { orderBy: { name: 'asc' }, take: 100 } },
            })
          : null,
    }),
  }),
});

builder.queryField('sharedView', (t) =>
  t.field({
    type: SharedView,
    nullable: true,
    description: 'What a public link shows; null when it is no longer good. Open to everybody.',
    args: { secret: t.arg.string({ required: true, description: 'What the link ends in.' }) },
    resolve: (_, { secret }, { prisma }) =>
      prisma.publicLink.findFirst({
        where: { digest: secretDigest(secret), revokedAt: null, project: { deletedAt: null } },
      }),
  }),
);
