import type { PrismaClient } from '@fiducial/prisma/client';
import { isLoopback } from '../loopback';
import { SetUpError } from '../set-up-error';
import { sharedRead } from '../shared-read';
import { localOwnerEmail } from './local-owner';

/** Whether people have to sign in. */
export interface SignInPolicy {
  /** Whether it is known already that they have to; it stays so. */
  readonly knownToBeRequired: () => boolean;
  signInRequired(): Promise<boolean>;
}

/** Where the server can be reached, and how people may sign in besides by password. */
export interface Reach {
  /** Address that it listens on. */
  readonly host: string;
  /** Other names under which it is reached. */
  readonly names: readonly string[];
  /** Whether an OpenID provider is configured. */
  readonly openId: boolean;
}

/** Whether others than this machine may reach the server: it listens elsewhere, or something in front of it passes requests on. */
function isReachable({ host, names }: Reach): boolean {
  return !isLoopback(host) || names.some((name) => !isLoopback(name));
}

/**
 * Sign-in is required where others can reach the server, and as soon as there is an account besides the local owner.
 * The latter is asked anew, or read with the account that a request is of, until it is so; accounts are closed, never deleted.
 */
export function signInPolicy(prisma: PrismaClient, reach: Reach): SignInPolicy {
  let required = isReachable(reach);
  const hasAccounts = sharedRead(async () => {
    const [row] = await prisma.$queryRaw<{ there: boolean }[]>`
      SELECT EXISTS (SELECT FROM "User" WHERE email <> ${localOwnerEmail}) AS there`;
    return row?.there ?? false;
  });
  return {
    knownToBeRequired: () => required,
    signInRequired: async () => {
      required ||= await hasAccounts('any');
      return required;
    },
  };
}

/** @throws {SetUpError} where others could reach the server and nobody could sign in: it would be of no use, or open */
export async function assertSomebodyCanSignIn(prisma: PrismaClient, reach: Reach): Promise<void> {
  if (!isReachable(reach)) return;
  const accounts = await prisma.user.count({
    where: {
      disabledAt: null,
      email: { not: localOwnerEmail },
      ...(reach.openId ? {} : { accounts: { some: { password: { not: null } } } }),
    },
  });
  if (accounts > 0) return;
  const where = isLoopback(reach.host)
    ? `is to be reached as ${reach.names.join(', ')}`
    : `listens on ${reach.host}`;
  throw new SetUpError(
    `This server ${where}, where others can reach it, but no account can sign in. ` +
      'Make the first one, which will be the administrator: npm run fiducial -- user add you@example.org. ' +
      'Or unset FIDUCIAL_HOST, FIDUCIAL_ALLOWED_HOSTS and FIDUCIAL_PUBLIC_URL to serve this machine only, without sign-in.',
  );
}
