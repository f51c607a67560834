import type { PrismaClient } from '@fiducial/prisma/client';
import type { Known } from './access-watch';
import { accountReads } from './account-reads';
import { type Auth, type AuthParts, openAuth } from './auth';
import { type Credentials, identify } from './identity';
import { rememberLocalOwner } from './local-owner';
import { type Reach, type SignInPolicy, signInPolicy } from './sign-in-policy';
import { viewerOf } from './viewer';

/** Who may come in, how they do, and who somebody is. */
export interface Accounts {
  /** Where people sign in. */
  readonly auth: Auth;
  /** Whether people have to sign in, and how they can. */
  readonly signIn: SignInPolicy & { readonly openIdName: string | undefined };
  /** Finds out who sent something, as it is now; undefined for nobody that is known. */
  readonly knownBy: (from: Credentials) => Promise<Known | undefined>;
}

/** Opens the accounts of a server that can be reached at `reach`. */
export function openAccounts(
  prisma: PrismaClient,
  { reach, ...parts }: Omit<AuthParts, 'prisma'> & { readonly reach: Reach },
): Accounts {
  const auth = openAuth({ prisma, ...parts });
  const policy = signInPolicy(prisma, reach);
  const localOwner = rememberLocalOwner(prisma, policy);
  const reads = accountReads(prisma);
  return {
    auth,
    signIn: { ...policy, openIdName: parts.openId?.name },
    knownBy: async (from) => {
      const identity = await identify({ prisma, auth, policy, localOwner }, from);
      const viewer = identity && (await viewerOf(reads, identity));
      return viewer && { identity, viewer };
    },
  };
}
