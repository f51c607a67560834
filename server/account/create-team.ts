import type { Team } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { checkName } from '../name';
import { inTransaction } from '../transaction';
import { ForbiddenError } from '../user-error';
import { recordDeed } from './audit';
import { makeTeam } from './make-team';

/**
 * Makes a team whose only member and admin is the one who asks.
 *
 * @throws {ForbiddenError} for those who are admins of no team, and for tokens of one project
 * @throws {ConflictError} for a name whose form in addresses is taken
 */
export async function createTeam(
  { prisma, viewer }: Pick<ApiContext, 'prisma' | 'viewer'>,
  wanted: string,
): Promise<Team> {
  if (viewer.teamIds.length === 0)
    throw new ForbiddenError('Only those who are admins of a team already make further ones.');
  const name = checkName(wanted, 'name');
  return inTransaction(prisma, async (tx) => {
    const team = await makeTeam(tx, name);
    await tx.membership.create({ data: { teamId: team.id, userId: viewer.id, role: 'ADMIN' } });
    await recordDeed(tx, viewer, { teamId: team.id, action: 'team.create', subject: name });
    return team;
  });
}
