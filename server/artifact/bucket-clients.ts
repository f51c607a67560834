import { S3Client } from '@aws-sdk/client-s3';

/** A bucket, and how it is reached. Credentials come as the SDK finds them anywhere: AWS_* variables, profiles, roles. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** A server other than Amazon's; it is then asked for buckets by path. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  /** Most bytes that the folder of this machine keeps of files that were read or written. */
  readonly cacheBytes: number;
}

/** One server, asked with as much patience as each kind of question needs. Without limits the SDK waits for ever. */
export interface BucketClients {
  /** For what is answered soon: bytes, sizes, lists, removals. */
  readonly asker: S3Client;
  /** For files that are sent in one request. */
  readonly sender: S3Client;
  /** For files that are sent in parts: servers take their time to put them together. */
  readonly assembler: S3Client;
}

/** How long a connection may take to come about. */
const connectMs = 3000;
/** Longest silence on a connection that is being used. */
const silentMs = { asker: 5000, sender: 10_000, assembler: 60_000 } as const;
/** How long the first byte of an answer may take, tries and pauses included: below the deadline of a request to the API. */
const answerMs = 8000;

/** Opens them; nothing is sent yet. */
export function bucketClients({ endpoint, region }: Pick<BucketPlace, 'endpoint' | 'region'>): BucketClients {
  const open = (socketTimeout: number) =>
    new S3Client({
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      ...(region ? { region } : {}),
      requestHandler: { connectionTimeout: connectMs, socketTimeout },
      // Ours is the sha256 that names the bytes; other servers know no newer ones.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  return {
    asker: open(silentMs.asker),
    sender: open(silentMs.sender),
    assembler: open(silentMs.assembler),
  };
}

/** Asks something whose answer has to begin within 8 s; its body may take as long as bytes come. */
export async function soon<T>(ask: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), answerMs);
  try {
    return await ask({ abortSignal: ending.signal });
  } finally {
    clearTimeout(timer);
  }
}
