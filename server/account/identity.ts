import type { PrismaClient, TokenScope } from '@fiducial/prisma/client';
import { fromNodeHeaders } from 'better-auth/node';
import { findAccessToken } from './access-token';
import type { Auth } from './auth';
import type { SignInPolicy } from './sign-in-policy';

/** Whose request it is, and how that is known. */
export interface Identity {
  readonly userId: string;
  readonly via: 'local' | 'session' | 'token';
  readonly address: string | undefined;
  readonly token?: {
    readonly id: string;
    readonly name: string;
    readonly scope: TokenScope;
    readonly project: { readonly id: string; readonly teamId: string } | null;
  };
  /** When the session or token ends by itself. */
  readonly expiresAt?: Date | undefined;
}

/** What of a request says who sent it: over HTTP, or when a socket was opened. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string | undefined;
}

/** What is needed to find out who asks. */
export interface IdentityParts {
  readonly prisma: PrismaClient;
  readonly auth: Auth;
  readonly policy: SignInPolicy;
  readonly localOwner: () => Promise<{ userId: string } | undefined>;
}

/**
 * Finds out who asks: by `Authorization: Bearer`, else by the session's cookie, else the local owner, whom `viewerOf` lets in
 * where nobody has to sign in. A token that is not good leaves the request anonymous, whatever cookie comes along.
 */
export async function identify(
  { prisma, auth, policy, localOwner }: IdentityParts,
  { headers, address }: Credentials,
): Promise<Identity | undefined> {
  const bearer = bearerOf(headers.authorization);
  if (bearer !== undefined) {
    const token = await findAccessToken(prisma, bearer);
    return token && { ...token, via: 'token', address };
  }
  if (headers.cookie) {
    const found = await auth.api.getSession({
      headers: fromNodeHeaders({ cookie: String(headers.cookie) }),
      query: { disableRefresh: true },
    });
    if (found) {
      const { userId, expiresAt } = found.session;
      return { userId, via: 'session', address, expiresAt: new Date(expiresAt) };
    }
  }
  if (policy.knownToBeRequired()) return undefined;
  const owner = await localOwner();
  return owner && { userId: owner.userId, via: 'local', address };
}

/** The token of a header; undefined where there is no header, empty where it is of another kind. */
function bearerOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  return /^Bearer +(\S+)$/i.exec(String(header))?.[1] ?? '';
}
