import { builder } from '../graphql/builder';
import { expectedErrors } from '../graphql/errors';
import { createProject } from './create-project';

const TeamObject = builder.prismaNode('Team', {
  id: { field: 'id', description: 'Global id.' },
  description: 'People who share projects.',
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its name in addresses.' }),
    name: t.exposeString('name', { description: 'What people call it.' }),
  }),
  // Teams are reached only through a project or the viewer.
  authScopes: async ({ id }, { viewer }) => viewer.teamIds.includes(id),
});

/** A project as the API describes it. */
export const ProjectObject = builder.prismaNode('Project', {
  id: { field: 'id', description: 'Global id.' },
  description: 'A study: data sets, models, attacks, detectors and what was found.',
  authScopes: ({ id }) => ({ project: id }),
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its name in addresses.' }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    description: t.exposeString('description', { description: 'What it is about.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    team: t.relation('team', { description: 'The team that it belongs to.' }),
    datasets: t.relatedConnection('datasets', {
      cursor: 'id',
      totalCount: true,
      description: 'Data sets, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    models: t.relatedConnection('models', {
      cursor: 'id',
      totalCount: true,
      description: 'Models, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    samples: t.relatedConnection('samples', {
      cursor: 'id',
      totalCount: true,
      description: 'Samples, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    attackSets: t.relatedConnection('attackSets', {
      cursor: 'id',
      totalCount: true,
      description: 'Attack sets, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    referenceSets: t.relatedConnection('referenceSets', {
      cursor: 'id',
      totalCount: true,
      description: 'Reference sets, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    detectors: t.relatedConnection('detectors', {
      cursor: 'id',
      totalCount: true,
      description: 'Detectors, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    evaluations: t.relatedConnection('evaluations', {
      cursor: 'id',
      totalCount: true,
      description: 'Evaluations, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    layerSweeps: t.relatedConnection('layerSweeps', {
      cursor: 'id',
      totalCount: true,
      description: 'Layer sweeps, newest first.',
      query: { orderBy: { id: 'desc' } },
    }),
    leaderboard: t.relation('evaluations', {
      description: 'Finished evaluations by macro-AUC, best first, at most 100.',
      query: {
        where: { macroAuc: { not: null } },
        orderBy: [{ macroAuc: 'desc' }, { id: 'asc' }],
        take: 100,
      },
    }),
    testBeds: t.relation('testBeds', {
      description: 'Test beds, newest first.',
      query: { orderBy: { createdAt: 'desc' }, take: 20 },
    }),
  }),
});

const ViewerObject = builder.objectRef<{ name: string; email: string }>('Viewer').implement({
  description: 'The one who asks.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name.' }),
    email: t.exposeString('email', { description: 'Address.' }),
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
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: ViewerObject,
    description: 'The one who asks.',
    resolve: (_, _args, { viewer }) => viewer,
  }),
  projects: t.prismaConnection({
    type: ProjectObject,
    cursor: 'id',
    description: 'Projects of the viewer, newest first.',
    totalCount: (_, _args, { prisma, viewer }) => prisma.project.count({ where: viewer.projects }),
    resolve: (query, _, _args, { prisma, viewer }) =>
      prisma.project.findMany({ ...query, where: viewer.projects, orderBy: { id: 'desc' } }),
  }),
  project: t.prismaField({
    type: ProjectObject,
    nullable: true,
    description: 'A project by its name in addresses.',
    args: { slug: t.arg.string({ required: true, description: 'Its name in addresses.' }) },
    resolve: (query, _, { slug }, { prisma, viewer }) =>
      prisma.project.findFirst({ ...query, where: { slug, ...viewer.projects } }),
  }),
}));

const CreateProjectInput = builder.inputType('CreateProjectInput', {
  description: 'A new project.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What people call it, 1 to 120 characters.' }),
    description: t.string({ description: 'What it is about.' }),
  }),
});

builder.mutationField('createProject', (t) =>
  t.prismaField({
    type: ProjectObject,
    description: 'Makes a project in the viewer’s first team.',
    errors: { types: expectedErrors },
    args: { input: t.arg({ type: CreateProjectInput, required: true, description: 'The new project.' }) },
    resolve: (_query, _, { input }, context) =>
      createProject(context, { name: input.name, description: input.description ?? '' }),
  }),
);
