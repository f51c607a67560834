import type { Report } from '@fiducial/prisma/client';
import { restorableUntil } from '../garbage/restorable-days';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { ProjectObject } from '../project/project-types';
import { asMember } from './block-reading';
import { sourceOf } from './block-source';
import { ReportBlockInterface } from './block-types';
import { checkBelonging, checkBlocks } from './check-blocks';
import { ReportBlockInput } from './report-block-inputs';
import { readBlocks } from './report-blocks';
import { someBlocks } from './some-blocks';

/** A report as the API describes it. */
export const ReportObject = builder.prismaNode('Report', {
  id: { field: 'id', description: 'Global id.' },
  description: 'Text with live panels that people of a project write together.',
  authScopes: ({ projectId, deletedAt }) => deletedAt === null && { project: projectId },
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What stands above it.' }),
    version: t.exposeInt('version', {
      description: 'Rises with every change; changeReport is told which version was read.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When it was last saved.' }),
    authorName: t.string({
      nullable: true,
      description: 'Name of who began it; null once the account is gone.',
      select: { author: { select: { name: true } } },
      resolve: ({ author }) => author?.name ?? null,
    }),
    changedByName: t.string({
      nullable: true,
      description: 'Name of who saved it last; null once the account is gone.',
      select: { changedBy: { select: { name: true } } },
      resolve: ({ changedBy }) => changedBy?.name ?? null,
    }),
    source: t.field({
      type: 'JSON',
      description: 'Its blocks as a list of what ReportBlockInput takes.',
      resolve: ({ blocks }) => readBlocks(blocks).map(sourceOf),
    }),
    blocks: t.field({
      type: [ReportBlockInterface],
      description: 'Its blocks with what they show now, in order.',
      args: { at: t.arg.intList({ description: 'Only those at these places, from 0.' }) },
      resolve: ({ blocks, projectId }, { at }) =>
        someBlocks(readBlocks(blocks), at).map(({ block }) => asMember(block, projectId)),
    }),
    project: t.relation('project', { description: 'The project that it belongs to.' }),
  }),
});

/** A report that was just deleted, or is kept for a while after that. */
export const DeletedReportObject = builder.objectRef<Report>('DeletedReport').implement({
  description: 'A report that nobody reads any more.',
  fields: (t) => ({
    id: t.id({ description: 'Its global id.', resolve: ({ id }) => encodeGlobalID('Report', id) }),
    title: t.exposeString('title', { description: 'What stood above it.' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was deleted.',
    }),
    keptUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when it can be restored.',
      resolve: ({ deletedAt }) => restorableUntil(deletedAt),
    }),
  }),
});

builder.prismaObjectFields(ProjectObject, (t) => ({
  reports: t.relatedConnection('reports', {
    cursor: 'id',
    totalCount: true,
    description: 'Reports, newest first.',
    query: { where: { deletedAt: null }, orderBy: { id: 'desc' } },
  }),
  deletedReports: t.field({
    type: [DeletedReportObject],
    description: 'Reports that were deleted and can be restored, the last one first, at most 100.',
    resolve: ({ id: projectId }, _args, { prisma }) =>
      prisma.report.findMany({
        where: { projectId, deletedAt: { not: null } },
        orderBy: { deletedAt: 'desc' },
        take: 100,
      }),
  }),
  reportBlock: t.field({
    type: ReportBlockInterface,
    description: 'What a block would show in a report of the project: nothing is saved.',
    args: { block: t.arg({ type: ReportBlockInput, required: true, description: 'The block.' }) },
    resolve: async ({ id }, { block }, { prisma }) => {
      const blocks = checkBlocks([block]);
      await checkBelonging(prisma, id, { blocks });
      const [checked] = blocks;
      if (!checked) throw new Error('one block was given');
      return asMember(checked, id);
    },
  }),
}));
