import type { Role, Transaction, User } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { inTransaction } from '../transaction';
import { ConflictError, ForbiddenError, NotFoundError } from '../user-error';
import { recordDeed } from './audit';
import { localOwnerEmail } from './local-owner';
import { voidInvitations } from './void-invitations';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;

/** A team in which the viewer has the role that is needed. @throws {NotFoundError} @throws {ForbiddenError} */
export function requireTeam({ viewer }: Pick<Context, 'viewer'>, teamId: string): void {
  if (viewer.access.roleInTeam(teamId) === undefined) throw new NotFoundError('No such team.');
  if (!viewer.teamIds.includes(teamId))
    throw new ForbiddenError(
      `Your role in this team does not allow it: expected at least ${viewer.needed.toLowerCase()}.`,
    );
}

/** Gives a member another role. Invitations of somebody who is no admin any more are void. @throws {ConflictError} for the last admin */
export async function changeMemberRole(
  { prisma, viewer }: Context,
  { teamId, userId, role }: { teamId: string; userId: string; role: Role },
): Promise<string> {
  requireTeam({ viewer }, teamId);
  await inTransaction(prisma, async (tx) => {
    const { user, role: before } = await lockedMember(tx, { teamId, userId });
    if (before === role) return;
    if (before === 'ADMIN') {
      await requireOtherAdmin(tx, { teamId, userId });
      await voidInvitations(tx, { invitedById: userId, teamId });
    }
    await tx.membership.update({ where: { teamId_userId: { teamId, userId } }, data: { role } });
    await recordDeed(tx, viewer, {
      teamId,
      action: 'member.role',
      subject: user.email,
      before: { role: before },
      after: { role },
    });
  });
  return teamId;
}

/** Takes a member out of a team and of its projects. What they made stays, their open invitations do not. @throws {ConflictError} for the last admin */
export async function removeMember(
  { prisma, viewer }: Context,
  { teamId, userId }: { teamId: string; userId: string },
): Promise<string> {
  requireTeam({ viewer }, teamId);
  await inTransaction(prisma, async (tx) => {
    const { user, role } = await lockedMember(tx, { teamId, userId });
    if (role === 'ADMIN') await requireOtherAdmin(tx, { teamId, userId });
    await voidInvitations(tx, { invitedById: userId, teamId });
    await tx.projectMembership.deleteMany({ where: { userId, project: { teamId } } });
    await tx.membership.delete({ where: { teamId_userId: { teamId, userId } } });
    await recordDeed(tx, viewer, { teamId, action: 'member.remove', subject: user.email, before: { role } });
  });
  return teamId;
}

/** Gives a member a role of their own in one project; null lets that of the team count again. */
export async function changeProjectRole(
  { prisma, viewer }: Context,
  {
    project,
    userId,
    role,
  }: { project: { id: string; teamId: string; name: string }; userId: string; role: Role | null },
): Promise<string> {
  const { id: projectId, teamId } = project;
  await inTransaction(prisma, async (tx) => {
    const { user, role: inTeam } = await lockedMember(tx, { teamId, userId });
    if (inTeam === 'ADMIN')
      throw new ConflictError(`${user.name} is an admin of the team, and so of each of its projects.`);
    const where = { projectId_userId: { projectId, userId } };
    const before = await tx.projectMembership.findUnique({ where });
    if (role)
      await tx.projectMembership.upsert({ where, update: { role }, create: { projectId, userId, role } });
    else if (before) await tx.projectMembership.delete({ where });
    await recordDeed(tx, viewer, {
      teamId,
      projectId,
      action: 'project.role',
      subject: `${user.email} in ${project.name}`,
      before: { role: before?.role ?? null },
      after: { role },
    });
  });
  return projectId;
}

/** A member, with the team locked: no two changes of one team's members happen at once. @throws {NotFoundError} */
export async function lockedMember(
  tx: Transaction,
  { teamId, userId }: { teamId: string; userId: string },
): Promise<{ user: User; role: Role }> {
  await tx.$queryRaw`SELECT 1 FROM "Team" WHERE id = ${teamId}::uuid FOR UPDATE`;
  const member = await tx.membership.findUnique({
    where: { teamId_userId: { teamId, userId } },
    include: { user: true },
  });
  if (!member) throw new NotFoundError('No such member of the team.');
  return member;
}

async function requireOtherAdmin(
  tx: Transaction,
  { teamId, userId }: { teamId: string; userId: string },
): Promise<void> {
  const others = await tx.membership.count({
    where: {
      teamId,
      role: 'ADMIN',
      userId: { not: userId },
      user: { disabledAt: null, email: { not: localOwnerEmail } },
    },
  });
  if (others === 0) throw new ConflictError('A team needs an admin: make somebody else one first.');
}
