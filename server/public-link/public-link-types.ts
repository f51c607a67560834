import type { PublicLink } from '@fiducial/prisma/client';
import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { encodeGlobalID } from '../graphql/global-id';
import { ProjectObject } from '../project/project-types';
import { ReportObject } from '../report/report-types';
import { makePublicLink, revokePublicLink } from './make-link';

const errors = { types: expectedErrors };

/** A public link as the project's members see it, without its secret. */
const PublicLinkObject = builder.prismaObject('PublicLink', {
  description:
    'A link with which anybody looks at one comparison, one run or one report. Its secret was shown when it was made.',
  authScopes: ({ projectId }) => ({ project: projectId }),
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('PublicLink', id) }),
    title: t.exposeString('title', { description: 'What it is called.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was made void; null while it is good.',
    }),
    createdBy: t.string({
      nullable: true,
      description: 'Name of the one who made it; null once the account is gone.',
      select: { createdBy: { select: { name: true } } },
      resolve: ({ createdBy }) => createdBy?.name ?? null,
    }),
    run: t.relation('run', {
      nullable: true,
      description: 'The run that it shows; null for a comparison and a report.',
      onNull: () => null,
    }),
    report: t.prismaField({
      type: ReportObject,
      nullable: true,
      description: 'The report that it shows; null for a comparison and a run, and once it was deleted.',
      select: { reportId: true },
      resolve: (query, { reportId }, _args, { prisma }) =>
        reportId ? prisma.report.findFirst({ ...query, where: { id: reportId, deletedAt: null } }) : null,
    }),
    evaluationIds: t.idList({
      description:
        'Global ids of the evaluations of the comparison that it shows; none for a run and a report.',
      resolve: ({ evaluationIds }) => evaluationIds.map((id) => encodeGlobalID('Evaluation', id)),
    }),
  }),
});

builder.prismaObjectField(ProjectObject, 'publicLinks', (t) =>
  t.relation('publicLinks', {
    description: 'Links that show something of it to everybody, newest first, at most 100; void ones too.',
    query: { orderBy: { id: 'desc' }, take: 100 },
  }),
);

const NewPublicLink = builder.objectRef<{ link: PublicLink; secret: string }>('NewPublicLink').implement({
  description: 'A public link that was made just now.',
  fields: (t) => ({
    link: t.field({
      type: PublicLinkObject,
      description: 'What is kept of it.',
      resolve: ({ link }) => link,
    }),
    secret: t.exposeString('secret', {
      description: 'What its address ends in: /shared/SECRET. It is not kept and never shown again.',
    }),
  }),
});

const CreatePublicLinkInput = builder.inputType('CreatePublicLinkInput', {
  description: 'What anybody with the link is to see: a run, a comparison or a report.',
  fields: (t) => ({
    runId: t.globalID({ description: 'A run.' }),
    evaluationIds: t.globalIDList({ description: 'One to fifty finished evaluations of one project.' }),
    reportId: t.globalID({ description: 'A report.' }),
    title: t.string({ description: 'What stands above it, 1 to 120 characters; else their names.' }),
  }),
});

builder.mutationFields((t) => ({
  createPublicLink: t.field({
    type: NewPublicLink,
    description:
      'Makes a link with which anybody looks at one comparison, one run or one report, and at nothing else.',
    errors,
    args: { input: t.arg({ type: CreatePublicLinkInput, required: true, description: 'What it shows.' }) },
    resolve: (_, { input: { runId, evaluationIds, reportId, title } }, context) =>
      makePublicLink(context, {
        runId: runId?.id,
        evaluationIds: evaluationIds?.map(({ id }) => id),
        reportId: reportId?.id,
        title: title ?? undefined,
      }),
  }),
  revokePublicLink: t.prismaField({
    type: PublicLinkObject,
    description: 'Makes a public link void.',
    errors,
    args: { id: t.arg.globalID({ required: true, description: 'The link.' }) },
    resolve: (_query, _, { id }, context) => revokePublicLink(context, id.id),
  }),
}));
