import { randomBytes } from 'node:crypto';
import type { Invitation, PrismaClient, Role, Team } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { inTransaction } from '../transaction';
import { ConflictError, ForbiddenError, NotFoundError } from '../user-error';
import { recordDeed } from './audit';
import { checkEmail, makeAccount } from './make-account';
import { lockedMember, requireTeam } from './members';
import { secretDigest } from './secret-digest';

type Context = Pick<ApiContext, 'prisma' | 'viewer' | 'signIn'>;

const daysValid = 7;

/** Offers an address a place in a team. The secret, which is known here and now only, goes into the link. */
export async function inviteMember(
  { prisma, viewer, signIn }: Context,
  { teamId, email: given, role }: { teamId: string; email: string; role: Role },
): Promise<{ invitation: Invitation; secret: string }> {
  requireTeam({ viewer }, teamId);
  if (!(await signIn.signInRequired()))
    throw new ConflictError('Set up sign-in first: make an account of your own on the page of the team.');
  const email = checkEmail(given);
  const secret = randomBytes(24).toString('base64url');
  const invitation = await inTransaction(prisma, async (tx) => {
    // Whoever is taken out of the team in this moment takes their invitations along: this one is not to come after.
    const { role: own } = await lockedMember(tx, { teamId, userId: viewer.id });
    if (own !== 'ADMIN') throw new ForbiddenError('Only admins of the team invite.');
    const member = await tx.membership.count({ where: { teamId, user: { email } } });
    if (member > 0) throw new ConflictError(`${email} is a member already.`);
    // A new link takes the place of an earlier one for the same address.
    await tx.invitation.updateMany({
      where: { teamId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const made = await tx.invitation.create({
      data: {
        teamId,
        email,
        role,
        digest: secretDigest(secret),
        invitedById: viewer.id,
        expiresAt: new Date(Date.now() + daysValid * 24 * 3_600_000),
      },
    });
    await recordDeed(tx, viewer, { teamId, action: 'member.invite', subject: email, after: { role } });
    return made;
  });
  return { invitation, secret };
}

/** Takes an invitation back. One that was accepted stays. @throws {NotFoundError} */
export async function revokeInvitation({ prisma, viewer }: Context, id: string): Promise<string> {
  const invitation = await prisma.invitation.findUnique({ where: { id } });
  if (!invitation) throw new NotFoundError('No such invitation.');
  const { teamId, email } = invitation;
  requireTeam({ viewer }, teamId);
  await inTransaction(prisma, async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count > 0) await recordDeed(tx, viewer, { teamId, action: 'member.invite.revoke', subject: email });
  });
  return teamId;
}

/** The invitation of a link that is still good. */
export async function findInvitation(
  prisma: PrismaClient,
  secret: string,
): Promise<(Invitation & { team: Team }) | null> {
  return prisma.invitation.findFirst({
    where: { digest: secretDigest(secret), acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    include: { team: true },
  });
}

/**
 * Takes the place that an invitation offers: with the account of its address, which must be signed in, or with a new one.
 *
 * @throws {NotFoundError} for a link that is no longer good
 * @throws {ConflictError} where the address has an account that is not signed in
 * @throws {ForbiddenError} for somebody who shows a token: it would allow more than it was made for
 */
export async function acceptInvitation(
  { prisma, viewer }: Context,
  { secret, name, password }: { secret: string; name?: string | null; password?: string | null },
): Promise<{ email: string; newAccount: boolean }> {
  if (viewer.via === 'token') throw new ForbiddenError('A token joins no team: sign in.');
  const invitation = await findInvitation(prisma, secret);
  if (!invitation)
    throw new NotFoundError('This invitation is no longer good. Ask whoever sent it for another.');
  const { id, teamId, email, role } = invitation;
  return inTransaction(prisma, async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { acceptedAt: new Date() },
    });
    if (count === 0) throw new NotFoundError('This invitation is no longer good.');
    const there = await tx.user.findUnique({ where: { email } });
    if (there && there.id !== viewer.id)
      throw new ConflictError(`${email} has an account: sign in with it, then open this link again.`);
    const user = there ?? (await makeAccount(tx, { email, name: name ?? '', password: password ?? '' }));
    await tx.membership.createMany({ data: [{ teamId, userId: user.id, role }], skipDuplicates: true });
    const via = there ? viewer.via : 'invitation';
    const actor = { ...viewer, id: user.id, name: user.name, email, via } as const;
    await recordDeed(tx, actor, { teamId, action: 'member.join', subject: email, after: { role } });
    return { email, newAccount: !there };
  });
}
