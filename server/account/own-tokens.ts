import type { AccessToken, TokenScope, Transaction } from '@fiducial/prisma/client';
import type { ApiContext } from '../graphql/context';
import { findProject } from '../launch/find-things';
import { checkName } from '../name';
import { inTransaction } from '../transaction';
import { ForbiddenError, InvalidInputError, LimitError, NotFoundError } from '../user-error';
import { isGood, makeAccessToken } from './access-token';
import { recordDeed } from './audit';

type Context = Pick<ApiContext, 'prisma' | 'viewer'>;

const mostDays = 366;
/** Good ones at once: nobody keeps an eye on more, and a program that makes one each time it starts is told so. */
const mostTokens = 100;

/** A token that somebody wants for a program of theirs. */
export interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  /** Null for all projects of its owner. */
  readonly projectId: string | null;
  /** 1 to 366; null for one that never expires. */
  readonly expiresInDays: number | null;
}

/**
 * Makes a token of the viewer's own.
 *
 * @throws {ForbiddenError} for somebody who shows a token that is less than admin
 * @throws {LimitError} for the 101st that is good at once
 */
export async function createAccessToken(
  context: Context,
  { name, scope, projectId, expiresInDays }: NewToken,
): Promise<{ token: AccessToken; secret: string }> {
  requireOwnHand(context);
  if (expiresInDays !== null && !(expiresInDays >= 1 && expiresInDays <= mostDays))
    throw new InvalidInputError(`expiresInDays: expected 1 to ${mostDays}, got ${expiresInDays}`, {
      field: 'expiresInDays',
    });
  const of = {
    userId: context.viewer.id,
    name: checkName(name, 'name'),
    scope,
    projectId: projectId === null ? null : (await findProject(context, projectId)).id,
    expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 24 * 3_600_000),
  };
  return inTransaction(context.prisma, async (tx) => {
    await requireRoomForToken(tx, of.userId);
    const made = await makeAccessToken(tx, of);
    await recordDeed(tx, context.viewer, {
      teamId: context.viewer.teamIds[0] ?? null,
      action: 'token.create',
      subject: `${made.token.name} (${made.token.start}…)`,
      after: { scope, expiresAt: of.expiresAt?.toISOString() ?? null },
    });
    return made;
  });
}

/** Makes one of the viewer's tokens void at once, open connections included. @throws {NotFoundError} */
export async function revokeAccessToken(context: Context, id: string): Promise<AccessToken> {
  const { prisma, viewer } = context;
  requireOwnHand(context);
  return inTransaction(prisma, async (tx) => {
    const token = await tx.accessToken.findFirst({ where: { id, userId: viewer.id } });
    if (!token) throw new NotFoundError('No such token.');
    if (token.revokedAt) return token;
    await recordDeed(tx, viewer, {
      teamId: viewer.teamIds[0] ?? null,
      action: 'token.revoke',
      subject: `${token.name} (${token.start}…)`,
    });
    return tx.accessToken.update({ where: { id }, data: { revokedAt: new Date() } });
  });
}

/** Until the transaction ends nobody else makes a token for this account. @throws {LimitError} */
async function requireRoomForToken(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const good = await tx.accessToken.count({ where: { userId, ...isGood() } });
  if (good >= mostTokens)
    throw new LimitError(
      `tokens: expected at most ${mostTokens} that are good at once, got one more; revoke one first`,
    );
}

/** A token makes others only if it may do everything: else a lost one would outlive its revocation. */
function requireOwnHand({ viewer }: Context): void {
  if (viewer.via !== 'token') return;
  if (viewer.tokenScope === 'ADMIN' && !viewer.tokenProjectId) return;
  throw new ForbiddenError(
    'This token may not do anything with tokens: expected one of the scope admin for all projects, or sign in.',
  );
}
