import type { BucketPlace } from '../artifact/bucket-clients';
import type { BucketProblem, BucketStep } from '../artifact/probe-bucket';
import type { BucketTrouble } from '../artifact/s3-errors';
import { listStored } from '../artifact/store-contents';
import { sizeInWords } from '../size-in-words';
import type { Verdict } from './examination';

const server = (endpoint: string | undefined) => endpoint ?? 'Amazon S3';

/** What is wrong, and what to do about it. */
const troubles: Readonly<
  Record<BucketTrouble, (place: BucketPlace) => { readonly words: string; readonly todo: string }>
> = {
  away: ({ endpoint }) => ({
    words: `${server(endpoint)} does not answer`,
    todo: 'Start it, or look at FIDUCIAL_S3_ENDPOINT and at what lies between. Runs wait for it, and none fails.',
  }),
  busy: ({ endpoint }) => ({
    words: `${server(endpoint)} is overloaded, or not in service`,
    todo: 'Wait, and look at that server. Runs wait for it, and none fails.',
  }),
  noBucket: ({ bucket, endpoint }) => ({
    words: `${server(endpoint)} has no bucket ${bucket}`,
    todo: 'Make it, or look at FIDUCIAL_ARTIFACTS. Where it was there before, the server may lack a disk.',
  }),
  noCredentials: () => ({
    words: 'there are no credentials',
    todo: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with AWS_PROFILE.',
  }),
  wrongKey: ({ endpoint }) => ({
    words: `${server(endpoint)} does not know the access key, or its secret is another one`,
    todo: 'Look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or at the profile of AWS_PROFILE.',
  }),
  forbidden: ({ bucket }) => ({
    words: `the access key has no right to bucket ${bucket}`,
    todo: 'Look at AWS_ACCESS_KEY_ID and at the policy of the bucket.',
  }),
  clock: () => ({
    words: 'the clock of this machine is too far from that of its server',
    todo: 'Let both follow one time server (NTP).',
  }),
  region: ({ region }) => ({
    words: `the bucket is not in the region ${region ?? 'of the profile'}`,
    todo: 'Set FIDUCIAL_S3_REGION to the region of the bucket.',
  }),
};

/** What the key has to allow for each thing that a store does. */
const rights: Readonly<Record<BucketStep, string>> = {
  list: 's3:ListBucket',
  write: 's3:PutObject',
  read: 's3:GetObject',
  remove: 's3:DeleteObject',
  listParts: 's3:ListBucketMultipartUploads and s3:AbortMultipartUpload',
};

/** A bucket in which the first thing that a store does there cannot be done. */
export function troubledBucket(place: BucketPlace, { step, trouble, name }: BucketProblem): Verdict {
  const where = `s3://${place.bucket}/${place.prefix}`;
  if (trouble === 'forbidden' && step !== 'list')
    return {
      // Garbage collection goes on without: the bucket's own rules have to drop such parts then.
      state: step === 'listParts' ? 'warning' : 'broken',
      words: `${where}: the access key has no right to ${step === 'listParts' ? 'list files sent in part' : `${step} files`} (${name})`,
      todo: `Allow ${rights[step]} below the prefix in the policy of the bucket.`,
    };
  const { words, todo } = troubles[trouble](place);
  return { state: 'broken', words: `${where}: ${words} (${step}: ${name})`, todo };
}

/** How full the folder of copies is, given what is free on its disk. */
export async function examineCopies(
  { cacheBytes }: BucketPlace,
  folder: string,
  freeBytes: number,
): Promise<Verdict> {
  let taken = 0;
  for await (const files of listStored(folder)) for (const { bytes } of files) taken += bytes;
  const words = `${sizeInWords(taken)} of ${sizeInWords(cacheBytes)} taken by copies`;
  if (taken + freeBytes >= cacheBytes) return { state: 'ok', words };
  return {
    state: 'warning',
    words: `${words}, and only ${sizeInWords(freeBytes)} free`,
    todo: 'Lower FIDUCIAL_CACHE_MB below what the disk has room for, or name a larger one with FIDUCIAL_DATA.',
  };
}
