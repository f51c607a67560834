import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { BucketClients } from './bucket-clients';

/** What is sent, and where to. */
interface Sending {
  readonly at: { readonly Bucket: string; readonly Key: string };
  readonly bytes: number;
  /** Its sha256, where it is known before: the server then compares what came. */
  readonly digest?: string;
  readonly signal?: AbortSignal;
}

/** Files up to this size are sent at once, larger ones in parts of it at least. */
const partBytes = 64 << 20;
/** How many parts S3 allows is 10,000. */
const mostParts = 9000;

/** Sends a file of this machine to a bucket. Throws what the SDK or the file system does. */
export async function sendFile(
  { sender, assembler }: Pick<BucketClients, 'sender' | 'assembler'>,
  file: string,
  { at, bytes, digest, signal }: Sending,
): Promise<void> {
  if (bytes <= partBytes) {
    const Body = await readFile(file);
    const checksum = digest ? { ChecksumSHA256: Buffer.from(digest, 'hex').toString('base64') } : {};
    await sender.send(
      new PutObjectCommand({ ...at, Body, ContentLength: Body.length, ...checksum }),
      signal ? { abortSignal: signal } : {},
    );
    return;
  }
  const partSize = Math.max(partBytes, Math.ceil(bytes / mostParts));
  const params = { ...at, Body: createReadStream(file), ChecksumAlgorithm: 'SHA256' as const };
  const upload = new Upload({ client: assembler, params, partSize, queueSize: 2 });
  const abort = () => void upload.abort();
  signal?.addEventListener('abort', abort);
  try {
    signal?.throwIfAborted();
    await upload.done();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
