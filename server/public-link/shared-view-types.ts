import type { PublicLink, Report } from '@fiducial/prisma/client';
import { secretDigest } from '../account/secret-digest';
import { builder } from '../graphql/builder';
import { sharedEvaluations } from './shared-comparison';
import { SharedComparison } from './shared-comparison-types';
import { SharedReport } from './shared-report-types';
import { SharedRun } from './shared-run-types';

// No field of a shared type leads anywhere else: what a link shows is written in these files, and nothing behind it.

interface OpenedLink extends PublicLink {
  readonly report: Report | null;
  /** What opened it. */
  readonly secret: string;
}

const SharedView = builder.objectRef<OpenedLink>('SharedView').implement({
  description: 'What a public link shows: a comparison, a run or a report, and nothing else.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What those who made it call it.' }),
    sharedAt: t.expose('createdAt', { type: 'DateTime', description: 'When the link was made.' }),
    comparison: t.field({
      type: SharedComparison,
      nullable: true,
      description: 'The comparison; null for other links, or once one of its evaluations is gone.',
      resolve: async (link, _args, context) => {
        if (link.evaluationIds.length === 0) return null;
        const shared = await sharedEvaluations(context, link);
        return shared.length === link.evaluationIds.length ? shared : null;
      },
    }),
    run: t.field({
      type: SharedRun,
      nullable: true,
      description: 'The run; null for other links.',
      resolve: ({ runId, projectId }, _args, { prisma }) =>
        runId
          ? prisma.run.findFirst({
              where: { id: runId, projectId },
              include: { series: { orderBy: { name: 'asc' }, take: 100 } },
            })
          : null,
    }),
    report: t.field({
      type: SharedReport,
      nullable: true,
      description: 'The report; null for other links.',
      resolve: ({ report, secret }) => report && { report, secret },
    }),
  }),
});

builder.queryField('sharedView', (t) =>
  t.field({
    type: SharedView,
    nullable: true,
    description: 'What a public link shows; null when it is no longer good. Open to everybody.',
    args: { secret: t.arg.string({ required: true, description: 'What the link ends in.' }) },
    resolve: async (_, { secret }, { prisma }) => {
      const link = await prisma.publicLink.findFirst({
        where: { digest: secretDigest(secret), revokedAt: null, project: { deletedAt: null } },
        include: { report: true },
      });
      // Of a report that was deleted not even the title is told; restored, it is shown again.
      return link && !link.report?.deletedAt ? { ...link, secret } : null;
    },
  }),
);
