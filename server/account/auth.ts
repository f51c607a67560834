import type { PrismaClient } from '@fiducial/prisma/client';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import { genericOAuth } from 'better-auth/plugins';
import type { OpenIdProvider } from '../env';
import { log } from '../log';
import { leastPasswordCharacters, mostPasswordCharacters } from './password';

/** Where better-auth answers, of which `auth-routes.ts` lets through what pages need. */
export const authPath = '/api/auth';

/** Header with the address that a request came from: written by the front door, never taken from outside. */
export const addressHeader = 'x-fiducial-address';

/** Id of the OpenID provider, in addresses and accounts. */
export const openIdProvider = 'openid';

const sessionSeconds = 30 * 24 * 3600;

/** What signing in is made of. */
export interface AuthParts {
  readonly prisma: PrismaClient;
  readonly secret: string;
  /** The address under which people reach the server, where it is known. */
  readonly publicUrl: string | undefined;
  /** Whether people reach the server over TLS, its own or a proxy's: cookies go over nothing else then. */
  readonly secure: boolean;
  readonly openId: OpenIdProvider | undefined;
}

/**
 * Passwords, sessions and OpenID sign-in, by better-auth over our tables. Accounts come from invitations and the command
 * line only; an identity of the OpenID provider is one with the account of its verified address.
 */
export function openAuth({ prisma, secret, publicUrl, secure, openId }: AuthParts) {
  return betterAuth({
    appName: 'Fiducial',
    secret,
    basePath: authPath,
    ...(publicUrl && { baseURL: publicUrl }),
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    telemetry: { enabled: false },
    // The front door has refused every origin that is not ours already.
    trustedOrigins: async (request) => [request?.headers.get('origin') ?? ''],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: leastPasswordCharacters,
      maxPasswordLength: mostPasswordCharacters,
    },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true, cookieCache: { enabled: false } },
    account: {
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: false },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        // Begins a sign-in at the provider; a group behind one address does so at once.
        '/sign-in/social': { window: 60, max: 60 },
        '/change-password': { window: 60, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: 'fiducial',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: false },
    },
    databaseHooks: {
      account: { create: { before: withoutTokens }, update: { before: withoutTokens } },
      session: {
        create: {
          before: async ({ userId }) => {
            const open = await prisma.user.count({ where: { id: userId, disabledAt: null } });
            return open > 0 ? undefined : false;
          },
        },
      },
    },
    logger: { log: (level, message) => log[level === 'error' ? 'error' : 'debug']({ level }, message) },
    plugins: openId
      ? [
          genericOAuth({
            config: [
              {
                providerId: openIdProvider,
                name: openId.name,
                discoveryUrl: `${openId.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
                clientId: openId.clientId,
                clientSecret: openId.clientSecret,
                scopes: ['openid', 'profile', 'email'],
                pkce: true,
                disableSignUp: true,
              },
            ],
          }),
        ]
      : [],
  });
}

/** The provider's tokens are for nothing here once it has said who somebody is: they are not kept. */
async function withoutTokens<Account extends object>(account: Account) {
  return { data: { ...account, accessToken: null, refreshToken: null, idToken: null } };
}

/** Signing in, as it was opened. */
export type Auth = ReturnType<typeof openAuth>;
