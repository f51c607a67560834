import { type ProjectMembership, RunStatus, type User } from '@fiducial/prisma/client';
import { RoleEnum } from '../account/role-enum';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { underWay } from '../run/run-statuses';
import { ConflictError } from '../user-error';

const ProjectRoleObject = builder.objectRef<ProjectMembership & { user: User }>('ProjectRole').implement({
  description: 'A member of the team with a role of their own in one project.',
  fields: (t) => ({
    memberId: t.id({
      description: 'Global id of the account.',
      resolve: ({ userId }) => encodeGlobalID('User', userId),
    }),
    name: t.string({ description: 'Name.', resolve: ({ user }) => user.name }),
    email: t.string({ description: 'Address.', resolve: ({ user }) => user.email }),
    role: t.expose('role', { type: RoleEnum, description: 'Role in the project.' }),
  }),
});

const ProjectContentsObject = builder
  .objectRef<{ runs: number; runsUnderWay: number; accessTokens: number }>('ProjectContents')
  .implement({
    description: 'What a project holds, and what goes with it when it is deleted.',
    fields: (t) => ({
      runs: t.exposeInt('runs', { description: 'Runs, with what they made.' }),
      runsUnderWay: t.exposeInt('runsUnderWay', {
        description: 'Runs that wait or compute: a deletion cancels them.',
      }),
      accessTokens: t.exposeInt('accessTokens', {
        description: 'Tokens that are good for this project only.',
      }),
    }),
  });

/** What narrows a project's lists of things. */
const thingArgs = builder.args((t) => ({
  usable: t.boolean({
    description: 'Only those that are there or being made: not those whose run failed or was cancelled.',
  }),
}));

/** Things as they are listed: the newest first. */
const thingsOf = ({ usable }: { usable?: boolean | null | undefined }) => ({
  where: usable ? { run: { status: { notIn: [RunStatus.FAILED, RunStatus.CANCELLED] } } } : {},
  orderBy: { id: 'desc' as const },
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
    viewerRole: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'Role of the one who asks in it.',
      resolve: (project, _args, { viewer }) => viewer.access.roleInProject(project) ?? null,
    }),
    ownRoles: t.field({
      type: [ProjectRoleObject],
      description: 'Members of the team who have another role in this project, by name.',
      resolve: (project, _args, { prisma, viewer }) =>
        viewer.access.roleInTeam(project.teamId) === undefined
          ? []
          : prisma.projectMembership.findMany({
              where: { projectId: project.id },
              include: { user: true },
              orderBy: { user: { name: 'asc' } },
            }),
    }),
    contents: t.field({
      type: ProjectContentsObject,
      description: 'What it holds, in numbers.',
      resolve: async ({ id: projectId }, _args, { prisma }) => {
        const [runs, runsUnderWay, accessTokens] = await Promise.all([
          prisma.run.count({ where: { projectId } }),
          prisma.run.count({ where: { projectId, status: underWay } }),
          prisma.accessToken.count({ where: { projectId, revokedAt: null } }),
        ]);
        return { runs, runsUnderWay, accessTokens };
      },
    }),
    datasets: t.relatedConnection('datasets', {
      cursor: 'id',
      totalCount: true,
      description: 'Data sets, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    models: t.relatedConnection('models', {
      cursor: 'id',
      totalCount: true,
      description: 'Models, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    samples: t.relatedConnection('samples', {
      cursor: 'id',
      totalCount: true,
      description: 'Samples, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    attackSets: t.relatedConnection('attackSets', {
      cursor: 'id',
      totalCount: true,
      description: 'Attack sets, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    referenceSets: t.relatedConnection('referenceSets', {
      cursor: 'id',
      totalCount: true,
      description: 'Reference sets, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    detectors: t.relatedConnection('detectors', {
      cursor: 'id',
      totalCount: true,
      description: 'Detectors, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    evaluations: t.relatedConnection('evaluations', {
      cursor: 'id',
      totalCount: true,
      description: 'Evaluations, newest first.',
      args: thingArgs,
      query: thingsOf,
    }),
    layerSweeps: t.relatedConnection('layerSweeps', {
      cursor: 'id',
      totalCount: true,
      description: 'Layer sweeps, newest first.',
      args: thingArgs,
      query: thingsOf,
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

builder.queryFields((t) => ({
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
    description:
      'A project by its name in addresses, which is unique in its team: for one that several teams have, name the team.',
    args: {
      slug: t.arg.string({ required: true, description: 'Its name in addresses.' }),
      team: t.arg.string({ description: 'The team’s name in addresses.' }),
    },
    resolve: async (query, _, { slug, team }, { prisma, viewer }) => {
      const named = { slug, ...(team && { team: { slug: team } }) };
      const where = { AND: [viewer.projects, named] };
      const [project, another] = await prisma.project.findMany({ ...query, where, take: 2 });
      if (another)
        throw new ConflictError(`team: expected one, as several of your teams have a project ${slug}`);
      return project ?? null;
    },
  }),
}));
