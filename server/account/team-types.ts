import { builder } from '../graphql/builder';
import { pageSize } from '../graphql/page-size';
import { DeletedProjectObject } from '../project/deleted-project-types';
import { ForbiddenError } from '../user-error';
import { auditPath } from './audit-route';
import { AuditEntryObject } from './audit-types';
import { InvitationObject } from './invitation-types';
import { MemberObject } from './member-types';
import { RoleEnum } from './role-enum';
import type { Viewer } from './viewer';

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
