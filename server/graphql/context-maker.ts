import type { Accounts } from '../account/open-accounts';
import { anonymousViewer } from '../account/viewer';
import { firstWithin } from '../first-within';
import type { ApiContext, ContextOf } from './context';
import type { PageDocuments } from './page-documents';
import type { rateLimit } from './rate-limit';
import { deadlineMs } from './request-budget';

/** What all requests share. */
export type SharedContext = Pick<
  ApiContext,
  'prisma' | 'store' | 'uploads' | 'scorer' | 'runEvents' | 'features'
>;

/** What tells one request from another. */
interface Askers {
  readonly accounts: Accounts;
  readonly documents: PageDocuments;
  readonly spendOf: ReturnType<typeof rateLimit>;
}

/**
 * Makes what resolvers and routes are given: what all share, and who asks, with what they may still use.
 *
 * @throws {Error} with code ETIMEDOUT where the database has not said within a request's time who asks
 */
export function contextMaker(shared: SharedContext, { accounts, documents, spendOf }: Askers): ContextOf {
  return async (from, signal) => {
    const said = await firstWithin(
      accounts.knownBy(from).then((known) => ({ known })),
      deadlineMs,
    );
    if (!said) throw Object.assign(new Error('The database did not say who asks.'), { code: 'ETIMEDOUT' });
    const { known } = said;
    return {
      ...shared,
      signal,
      signIn: accounts.signIn,
      viewer: known?.viewer ?? anonymousViewer(from.address),
      spend: spendOf({ identity: known?.identity, address: from.address }),
      admit: documents.admissionFor(known?.identity),
    };
  };
}
