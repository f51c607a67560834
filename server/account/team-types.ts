import type { Membership, Project, User } from '@fiducial/prisma/client';
import { restorableDays } from '../garbage/restorable-days';
import { builder } from '../graphql/builder';
import { encodeGlobalID } from '../graphql/global-id';
import { pageSize } from '../graphql/page-size';
import { ForbiddenError } from '../user-error';
import { auditPath } from './audit-route';
import { AuditEntryObject } from './audit-types';
import type { Viewer } from './viewer';

/** What somebody may do, as the API names it. */
export const RoleEnum = builder.enumType('Role', {
  description: 'What a member may do. Each role may do all that those before it may.',
  values: {
    VIEWER: { description: 'Look at everything.' },
    RUNNER: { description: 'Launch and cancel runs.' },
    EDITOR: { description: 'Make projects; change and delete.' },
    ADMIN: { description: 'Decide who may do what.' },
  } as const,
});

const MemberObject = builder
  .objectRef<Pick<Membership, 'role' | 'createdAt'> & { user: User }>('Member')
  .implement({
    description: 'Somebody in a team.',
    fields: (t) => ({
      id: t.id({
        description: 'Global id of the account.',
        resolve: ({ user }) => encodeGlobalID('User', user.id),
      }),
      name: t.string({ description: 'Name.', resolve: ({ user }) => user.name }),
      email: t.string({ description: 'Address.', resolve: ({ user }) => user.email }),
      role: t.expose('role', { type: RoleEnum, description: 'Role in the team.' }),
      since: t.expose('createdAt', { type: 'DateTime', description: 'When the member joined.' }),
      closed: t.boolean({
        description: 'Whether the account is closed: it signs in nowhere.',
        resolve: ({ user }) => user.disabledAt !== null,
      }),
      isViewer: t.boolean({
        description: 'Whether it is the one who asks.',
        resolve: ({ user }, _args, { viewer }) => user.id === viewer.id,
      }),
    }),
  });

/** An open invitation, without its link. */
export const InvitationObject = builder.prismaObject('Invitation', {
  description: 'A place in a team that is offered to an address.',
  authScopes: ({ teamId }, { viewer }) => viewer.access.roleInTeam(teamId) === 'ADMIN',
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodeGlobalID('Invitation', id) }),
    email: t.exposeString('email', { description: 'Address that it was offered to.' }),
    role: t.expose('role', { type: RoleEnum, description: 'Role that goes with it.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its link is good.' }),
  }),
});

const DeletedProjectObject = builder
  .objectRef<Pick<Project, 'id' | 'name' | 'deletedAt' | 'deletedBy'>>('DeletedProject')
  .implement({
    description: 'A project that was deleted and can still be restored.',
    fields: (t) => ({
      id: t.id({
        description: 'Global id of the project.',
        resolve: ({ id }) => encodeGlobalID('Project', id),
      }),
      name: t.exposeString('name', { description: 'What people called it.' }),
      deletedAt: t.expose('deletedAt', { type: 'DateTime', nullable: true, description: 'When.' }),
      deletedBy: t.exposeString('deletedBy', { nullable: true, description: 'Who deleted it.' }),
      keptUntil: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'Until when it can be restored.',
        resolve: ({ deletedAt }) => deletedAt && new Date(deletedAt.getTime() + restorableDays * 86_400_000),
      }),
    }),
  });

/** @throws {ForbiddenError} for members who are not admins, and for tokens of one project */
function requireAdmin({ access }: Viewer, teamId: string): void {
  if (access.roleInTeam(teamId) !== 'ADMIN') throw new ForbiddenError('Only admins of the team see this.');
}

/** A team as the API describes it. */
export const TeamObject = builder.prismaNode('Team', {
  id: { field: 'id', description: 'Global id.' },
  description: 'People who share projects.',
  // Teams are reached only through a project or the viewer.
  authScopes: async ({ id }, { viewer }) => viewer.teamIds.includes(id),
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its name in addresses.' }),
    name: t.exposeString('name', { description: 'What people call it.' }),
    viewerRole: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'Role of the one who asks; null for a token that reaches one project only.',
      resolve: ({ id }, _args, { viewer }) => viewer.access.roleInTeam(id) ?? null,
    }),
    members: t.field({
      type: [MemberObject],
      description: 'Who is in it, by name.',
      resolve: ({ id }, _args, { prisma, viewer }) =>
        viewer.access.roleInTeam(id) === undefined
          ? []
          : prisma.membership.findMany({
              where: { teamId: id },
              include: { user: true },
              orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
            }),
    }),
    invitations: t.prismaField({
      type: [InvitationObject],
      description: 'Invitations that are open, newest first; for admins.',
      resolve: (query, { id }, _args, { prisma, viewer }) => {
        requireAdmin(viewer, id);
        return prisma.invitation.findMany({
          ...query,
          where: { teamId: id, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
          orderBy: { id: 'desc' },
        });
      },
    }),
    projects: t.relation('projects', {
      description: 'Its projects, newest first, at most 100, of which the one who asks may see every one.',
      query: (_args, { viewer }) => ({ where: viewer.projects, orderBy: { id: 'desc' }, take: 100 }),
    }),
    deletedProjects: t.field({
      type: [DeletedProjectObject],
      description:
        'Projects that were deleted in the last 30 days, newest first, at most 100; for their admins.',
      resolve: ({ id: teamId }, _args, { prisma, viewer }) =>
        prisma.project.findMany({
          where: { AND: [{ teamId }, viewer.access.deletedProjectsWith('ADMIN')] },
          orderBy: [{ deletedAt: 'desc' }, { id: 'desc' }],
          take: 100,
        }),
    }),
    auditLogPath: t.string({
      description: 'Where the whole audit log is downloaded as lines of JSON, oldest first; for admins.',
      resolve: ({ id }, _args, { viewer }) => {
        requireAdmin(viewer, id);
        return auditPath(id);
      },
    }),
    auditLog: t.prismaField({
      type: [AuditEntryObject],
      description: 'What was done about members, roles, tokens, projects and runs, newest first; for admins.',
      args: {
        first: t.arg.int({ defaultValue: 50, description: 'How many, 1 to 100.' }),
        before: t.arg.globalID({ description: 'Only entries before this one.' }),
      },
      resolve: (query, { id }, { first, before }, { prisma, viewer }) => {
        requireAdmin(viewer, id);
        return prisma.auditEntry.findMany({
          ...query,
          where: { teamId: id, ...(before && { id: { lt: before.id } }) },
          orderBy: { id: 'desc' },
          take: pageSize(first ?? 50),
        });
      },
    }),
  }),
});
