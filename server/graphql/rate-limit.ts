import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Identity } from '../account/identity';

/** Takes the cost of an operation, in fields of its answer, from what the one who asks may use. */
export type Spend = (cost: number) => Promise<void>;

/** Who asks, as far as a limit of rates needs to know. */
interface Asker {
  readonly identity: Identity | undefined;
  readonly address: string | undefined;
}

const windowSeconds = 60;

/**
 * Counts the fields that each token, each account, and without both each address has asked for within a minute. The
 * owner of a server that nobody signs in to is not counted. What comes back refuses with RATE_LIMITED, a 429 that says
 * when to come again; a single operation above the whole limit passes in a fresh minute.
 *
 * @param fieldsPerMinute 0 for no limit
 */
export function rateLimit(fieldsPerMinute: number): (asker: Asker) => Spend {
  const limiter = new RateLimiterMemory({ points: fieldsPerMinute, duration: windowSeconds });
  return (asker) => {
    if (fieldsPerMinute === 0 || asker.identity?.via === 'local') return async () => undefined;
    const key = askerKey(asker);
    return async (cost) => {
      try {
        await limiter.consume(key, Math.min(Math.max(1, cost), fieldsPerMinute));
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw tooMany(fieldsPerMinute, refusal.msBeforeNext);
        throw refusal;
      }
    };
  };
}

/** Under what name somebody is counted: their token, else their account, else where they ask from. */
export function askerKey({ identity, address }: Asker): string {
  if (identity?.token) return `token ${identity.token.id}`;
  return identity ? `account ${identity.userId}` : `address ${address}`;
}

function tooMany(fieldsPerMinute: number, msBeforeNext: number): GraphQLError {
  const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new GraphQLError(
    `fields asked for: expected at most ${fieldsPerMinute} a minute, got more; try again in ${retryAfter} s`,
    {
      extensions: {
        code: 'RATE_LIMITED',
        retryAfter,
        http: { status: 429, headers: new HeaderMap([['retry-after', String(retryAfter)]]) },
      },
    },
  );
}
