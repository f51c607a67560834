import { ArtifactDamagedError } from './store';
import { StoreAwayError, StoreRefusedError } from './store-away';

/** Why a bucket cannot be used. */
export type BucketTrouble =
  | 'away'
  | 'busy'
  | 'noBucket'
  | 'noCredentials'
  | 'wrongKey'
  | 'forbidden'
  | 'clock'
  | 'region';

/** What S3 and its SDK call it. */
const troubles: readonly (readonly [RegExp, BucketTrouble])[] = [
  [/^(SlowDown|ServiceUnavailable|Throttling\w*|TooManyRequests\w*|RequestLimitExceeded|503|429)$/, 'busy'],
  [/^NoSuchBucket$/, 'noBucket'],
  [/^(CredentialsProviderError|TokenProviderError)$/, 'noCredentials'],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|XAdminUserNotFound|ExpiredToken\w*|TokenRefreshRequired)$/,
    'wrongKey',
  ],
  [/^(AccessDenied|AllAccessDisabled|AccountProblem|Forbidden|403)$/, 'forbidden'],
  [/^(RequestTimeTooSkewed|RequestExpired)$/, 'clock'],
  [/^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/, 'region'],
];

/** Judges what the SDK throws; a HEAD request's answer has no words, its status tells. */
export function bucketTrouble(error: Error): BucketTrouble {
  const found = troubles.find(([pattern]) => pattern.test(error.name));
  if (found) return found[1];
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode; // of answers alone
  if (status === 403) return 'forbidden';
  if (status === 404) return 'noBucket';
  if (status === 301) return 'region';
  return status === 429 || status === 503 ? 'busy' : 'away';
}

/** In words without names of hosts and buckets. */
export const troubleWords: Readonly<Record<BucketTrouble, string>> = {
  away: 'The bucket of the store does not answer.',
  busy: 'The server of the bucket is overloaded.',
  noBucket: 'The bucket of the store does not exist.',
  noCredentials: 'There are no credentials for the bucket of the store.',
  wrongKey: 'The server of the bucket does not know the access key, or its secret is another one.',
  forbidden: 'The bucket of the store lets nobody in with this access key.',
  clock: "The clock of this machine is too far from that of the bucket's server.",
  region: 'The bucket of the store is in another region.',
};

/** Which troubles end by themselves. */
const passing: ReadonlySet<BucketTrouble> = new Set(['away', 'busy']);

/**
 * Asks the bucket for bytes and puts what goes wrong into the store's words; a full disk of this machine stays what it is.
 *
 * @throws {ArtifactDamagedError} when they are not there
 * @throws {StoreRefusedError} when there is an answer, and no right to anything
 * @throws {StoreAwayError} when there is none
 */
export async function inStoreWords<T>(digest: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StoreAwayError) throw error;
    const { code } = error as NodeJS.ErrnoException; // the SDK's errors and those of the system
    if (error.name === 'NoSuchKey' || error.name === 'NotFound')
      throw new ArtifactDamagedError(`Artifact ${digest} cannot be read (it is not in the bucket).`);
    if (code && /^E(NOSPC|DQUOT|IO|ROFS|MFILE|NFILE|NOENT)$/.test(code)) throw error;
    const trouble = bucketTrouble(error);
    const words = `${troubleWords[trouble]} (${error.name})`;
    throw passing.has(trouble)
      ? new StoreAwayError(words, { cause: error })
      : new StoreRefusedError(words, { cause: error });
  }
}
