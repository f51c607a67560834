import { randomBytes } from 'node:crypto';
import type { AccessToken, Prisma, PrismaClient, TokenScope, Transaction } from '@fiducial/prisma/client';
import type { Identity } from './identity';
import { secretDigest } from './secret-digest';

const prefix = 'fid_';
const secretBytes = 32;
const startCharacters = 8;
/** The use of a token is written down at most this often. */
const useNotedMs = 60_000;

/** Of a token: neither revoked nor expired. */
export const isGood = () =>
  ({
    revokedAt: null,
    OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
  }) satisfies Prisma.AccessTokenWhereInput;

/** Makes a token. `secret` is known here and now only. */
export async function makeAccessToken(
  tx: Transaction,
  of: {
    readonly userId: string;
    readonly name: string;
    readonly scope: TokenScope;
    readonly projectId: string | null;
    readonly expiresAt: Date | null;
  },
): Promise<{ token: AccessToken; secret: string }> {
  const secret = `${prefix}${randomBytes(secretBytes).toString('base64url')}`;
  const start = secret.slice(0, prefix.length + startCharacters);
  const token = await tx.accessToken.create({ data: { ...of, start, digest: secretDigest(secret) } });
  return { token, secret };
}

/** Whose token it is and what it allows; undefined for one that is unknown, revoked or expired. */
export async function findAccessToken(
  prisma: PrismaClient,
  secret: string,
): Promise<Pick<Identity, 'userId' | 'token' | 'expiresAt'> | undefined> {
  if (!secret.startsWith(prefix)) return undefined;
  const found = await prisma.accessToken.findUnique({
    where: { digest: secretDigest(secret), ...isGood() },
    include: { project: { select: { id: true, teamId: true } } },
  });
  const now = Date.now();
  if (!found) return undefined;
  if (now - (found.lastUsedAt?.getTime() ?? 0) > useNotedMs)
    await prisma.accessToken.update({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  const { id, userId, name, scope, project, expiresAt } = found;
  return { userId, token: { id, name, scope, project }, ...(expiresAt && { expiresAt }) };
}
