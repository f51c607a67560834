import type { PrismaClient, Role, Transaction, User } from '@fiducial/prisma/client';
import { hashPassword } from 'better-auth/crypto';
import { checkName } from '../name';
import { inTransaction } from '../transaction';
import { InvalidInputError, NotFoundError } from '../user-error';
import { type AuditAction, recordDeed } from './audit';
import { makeFirstAdmin } from './first-admin';
import { localOwnerEmail } from './local-owner';
import { checkEmail, makeAccount } from './make-account';
import { makeTeam } from './make-team';
import { checkPassword } from './password';
import { voidInvitations } from './void-invitations';

/** An account as whoever runs the server asks for it. */
export interface AddedUser {
  readonly email: string;
  readonly name: string;
  readonly password: string | undefined;
  /** Slug of a team that is there. */
  readonly team: string | undefined;
  /** Name of a team to be made. */
  readonly newTeam: string | undefined;
  readonly role: Role;
}

/** Makes an account and gives it a place; says which. The first account of all is admin of the local team. */
export async function addUser(prisma: PrismaClient, added: AddedUser): Promise<string> {
  return inTransaction(prisma, async (tx) => {
    const others = await tx.user.count({ where: { email: { not: localOwnerEmail } } });
    if (others === 0 && !added.team && !added.newTeam) {
      const { user, teamId } = await makeFirstAdmin(tx, added);
      await recordDeed(tx, 'command', { teamId, action: 'account.first', subject: user.email });
      return 'admin of Local team, with all that is there; from now on people sign in';
    }
    if (!added.team && !added.newTeam)
      throw new InvalidInputError('--team or --new-team: expected one, as there are accounts already');
    const user = await makeAccount(tx, added);
    const { teamId, teamName, role } = await placeOf(tx, added);
    await tx.membership.create({ data: { teamId, userId: user.id, role } });
    await recordDeed(tx, 'command', {
      teamId,
      action: 'account.add',
      subject: user.email,
      after: { role },
    });
    return `${role.toLowerCase()} of ${teamName}`;
  });
}

async function placeOf(tx: Transaction, { team: slug, newTeam, role }: AddedUser) {
  if (newTeam) {
    const name = checkName(newTeam, '--new-team');
    const made = await makeTeam(tx, name);
    return { teamId: made.id, teamName: made.name, role: 'ADMIN' as const };
  }
  const team = await tx.team.findUnique({ where: { slug: slug ?? '' } });
  if (team) return { teamId: team.id, teamName: team.name, role };
  const known = (await tx.team.findMany({ orderBy: { slug: 'asc' } })).map((one) => one.slug).join(', ');
  throw new NotFoundError(`--team: expected one of ${known || 'none, there is no team'}, got ${slug}`);
}

/** Accounts, one a line: address, name, teams and roles, whether it is closed. */
export async function listUsers(prisma: PrismaClient): Promise<string[]> {
  const users = await prisma.user.findMany({
    include: { memberships: { include: { team: true } } },
    orderBy: { email: 'asc' },
  });
  return users.map(({ email, name, disabledAt, memberships }) => {
    const places = memberships.map(({ role, team }) => `${role.toLowerCase()} of ${team.slug}`);
    return `${email}  ${name}  ${places.join(', ') || 'in no team'}${disabledAt ? '  closed' : ''}`;
  });
}

/** Gives an account another password and ends its sessions. */
export async function setPassword(prisma: PrismaClient, email: string, password: string): Promise<void> {
  const hashed = await hashPassword(checkPassword(password));
  await inTransaction(prisma, async (tx) => {
    const user = await findUser(tx, email);
    const { count } = await tx.account.updateMany({
      where: { userId: user.id, providerId: 'credential' },
      data: { password: hashed },
    });
    if (count === 0)
      await tx.account.create({
        data: { userId: user.id, accountId: user.id, providerId: 'credential', password: hashed },
      });
    await tx.session.deleteMany({ where: { userId: user.id } });
    await recordForTeams(tx, user, 'account.password');
  });
}

/** Closes an account: its sessions end at once, its invitations are void, its tokens until it is opened again. */
export async function closeUser(prisma: PrismaClient, email: string): Promise<void> {
  await inTransaction(prisma, async (tx) => {
    const user = await findUser(tx, email);
    await tx.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    await voidInvitations(tx, { invitedById: user.id });
    await tx.session.deleteMany({ where: { userId: user.id } });
    await recordForTeams(tx, user, 'account.close');
  });
}

/** Opens an account again. */
export async function openUser(prisma: PrismaClient, email: string): Promise<void> {
  await inTransaction(prisma, async (tx) => {
    const user = await findUser(tx, email);
    await tx.user.update({ where: { id: user.id }, data: { disabledAt: null } });
    await recordForTeams(tx, user, 'account.open');
  });
}

async function findUser(tx: Transaction, email: string): Promise<User> {
  const user = await tx.user.findUnique({ where: { email: checkEmail(email) } });
  if (user && user.email !== localOwnerEmail) return user;
  throw new NotFoundError(`No account has the address ${email}.`);
}

async function recordForTeams(tx: Transaction, { id, email }: User, action: AuditAction): Promise<void> {
  const places = await tx.membership.findMany({ where: { userId: id } });
  for (const teamId of places.length > 0 ? places.map((place) => place.teamId) : [null])
    await recordDeed(tx, 'command', { teamId, action, subject: email });
}
