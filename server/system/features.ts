import type { Env } from '../env';

/** What every server of this release can do. */
const always = ['testBed', 'upload', 'runEvents', 'resumableUpload', 'publicLinks', 'comments', 'loggedRuns'];

/**
 * Names of what a server can do and of what its settings have switched on: `openId` (sign-in at a provider), `s3`
 * (artifacts in a bucket), `rateLimits`, `tls` (it ends TLS itself), `metricsToken` (figures for others than its own
 * machine), `traces`, `persistedOnly` (sessions of browsers may
 * send the pages' documents alone). A name keeps its meaning in later releases.
 */
export function featuresOf(
  of: Pick<
    Env,
    | 'openId'
    | 'artifactBucket'
    | 'fieldsPerMinute'
    | 'tls'
    | 'metricsToken'
    | 'traceEndpoint'
    | 'persistedOnly'
  >,
): readonly string[] {
  const switched = [
    ['openId', of.openId],
    ['s3', of.artifactBucket],
    ['rateLimits', of.fieldsPerMinute > 0],
    ['tls', of.tls],
    ['metricsToken', of.metricsToken],
    ['traces', of.traceEndpoint],
    ['persistedOnly', of.persistedOnly],
  ] as const;
  return [...always, ...switched.flatMap(([name, on]) => (on ? name : []))];
}
