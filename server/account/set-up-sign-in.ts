import type { ApiContext } from '../graphql/context';
import { inTransaction } from '../transaction';
import { ConflictError } from '../user-error';
import { recordDeed } from './audit';
import { makeFirstAdmin } from './first-admin';

/**
 * Makes the first account, an admin of the local team with all that is there. From then on people have to sign in.
 *
 * @throws {ConflictError} unless the local owner asks
 */
export async function setUpSignIn(
  { prisma, viewer }: Pick<ApiContext, 'prisma' | 'viewer'>,
  account: { name: string; email: string; password: string },
): Promise<string> {
  if (viewer.via !== 'local')
    throw new ConflictError('Sign-in is set up already: people join by invitation.');
  return inTransaction(prisma, async (tx) => {
    const { user, teamId } = await makeFirstAdmin(tx, account);
    await recordDeed(tx, viewer, { teamId, action: 'account.first', subject: user.email });
    return user.email;
  });
}
