import type { Transaction, User } from '@fiducial/prisma/client';
import { ConflictError } from '../user-error';
import { localOwnerEmail, localTeamSlug } from './local-owner';
import { makeAccount, type NewAccount } from './make-account';

/**
 * Makes the first account that can sign in: an admin of the local owner's team in the place of the local owner, so that
 * what was made before is its own.
 *
 * @throws {ConflictError} when there is one already
 */
export async function makeFirstAdmin(
  tx: Transaction,
  account: NewAccount,
): Promise<{ user: User; teamId: string }> {
  const team = await tx.team.upsert({
    where: { slug: localTeamSlug },
    update: {},
    create: { slug: localTeamSlug, name: 'Local team' },
  });
  // One at a time: of two first accounts at once the second one is not the first.
  await tx.$queryRaw`SELECT 1 FROM "Team" WHERE id = ${team.id}::uuid FOR UPDATE`;
  if ((await tx.user.count({ where: { email: { not: localOwnerEmail } } })) > 0)
    throw new ConflictError('There is an account already.');
  const user = await makeAccount(tx, account);
  await tx.membership.create({ data: { teamId: team.id, userId: user.id, role: 'ADMIN' } });
  await tx.membership.deleteMany({ where: { teamId: team.id, user: { email: localOwnerEmail } } });
  return { user, teamId: team.id };
}
