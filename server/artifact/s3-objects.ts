import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import type { Incoming } from './bucket-cache';
import { type BucketClients, type BucketPlace, soon } from './bucket-clients';
import { digestPath } from './folder-store';
import { assertDigest } from './local-file';
import { bucketTrouble, inStoreWords, troubleWords } from './s3-errors';
import { sendFile } from './s3-send';
import type { StoredBytes } from './stage-file';
import { ArtifactDamagedError, type ArtifactStore } from './store';

const readyMs = 3000;
/** Files up to this size are sent within the time of a short answer. */
const littleBytes = 1 << 20;

/** Bytes in a bucket under their digests, without copies on this machine. */
export interface S3Objects extends Pick<ArtifactStore, 'size' | 'check' | 'list' | 'remove' | 'obstacle'> {
  /** The bytes as they come. @throws {ArtifactDamagedError} when they are gone */
  open(digest: string): Promise<Incoming>;
  /** Sends a file of this machine to its address. */
  send(file: string, stored: StoredBytes): Promise<void>;
}

/** Those of a bucket below a prefix. Every request has a limit. */
export function s3Objects(
  clients: BucketClients,
  { bucket: Bucket, prefix }: Pick<BucketPlace, 'bucket' | 'prefix'>,
): S3Objects {
  const { asker } = clients;
  const at = (digest: string) => ({ Bucket, Key: prefix + digestPath(digest) });
  const open = async (digest: string) => {
    const { Body, ContentLength: bytes = 0 } = await inStoreWords(digest, () =>
      soon((options) => asker.send(new GetObjectCommand(at(digest)), options)),
    );
    return { body: Body as Readable, bytes }; // in Node it is one
  };
  // Not HeadBucket: the answer to a HEAD request has no words.
  const look = (options: { abortSignal: AbortSignal }) =>
    asker.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }), options);
  return {
    open,
    size: async (digest) => {
      try {
        const ask = () => soon((options) => asker.send(new HeadObjectCommand(at(digest)), options));
        return (await inStoreWords(digest, ask)).ContentLength ?? 0;
      } catch (error) {
        // An answer without words: the whole bucket may be missing, or the key unknown.
        if (error instanceof ArtifactDamagedError) await inStoreWords(digest, () => soon(look));
        throw error;
      }
    },
    send: (file, { digest, bytes }) => {
      // Always, as a folder does: what is there already holds the same bytes, unless it was damaged, and this mends it.
      const sending = { at: at(digest), bytes, digest };
      return inStoreWords(digest, async () => {
        if (bytes <= littleBytes)
          return soon(({ abortSignal }) => sendFile(clients, file, { ...sending, signal: abortSignal }));
        // A server that hangs is told at once, and not after all patience that a large file is due.
        await soon(look);
        return sendFile(clients, file, sending);
      });
    },
    check: async (stored) => checkBytes(stored, await open(stored.digest)),
    list: async function* () {
      let page: ListObjectsV2CommandOutput | undefined;
      do {
        const from = page?.NextContinuationToken;
        const request = { Bucket, Prefix: prefix, ...(from && { ContinuationToken: from }) };
        page = await inStoreWords('', () =>
          soon((options) => asker.send(new ListObjectsV2Command(request), options)),
        );
        const files = filesOf(page, prefix);
        if (files.length) yield files;
      } while (page.IsTruncated);
    },
    remove: async (digest) => {
      await inStoreWords(digest, () =>
        soon((options) => asker.send(new DeleteObjectCommand(at(digest)), options)),
      );
    },
    obstacle: async () => {
      try {
        await look({ abortSignal: AbortSignal.timeout(readyMs) });
        return undefined;
      } catch (error) {
        return troubleWords[bucketTrouble(error as Error)]; // the SDK throws nothing else
      }
    },
  };
}

/** Hashes bytes as they come. @throws {ArtifactDamagedError} */
async function checkBytes({ digest, bytes }: StoredBytes, { body }: Incoming): Promise<void> {
  const hash = createHash('sha256');
  let got = 0;
  await inStoreWords(digest, async () => {
    for await (const chunk of body) {
      hash.update(chunk);
      got += chunk.length;
    }
  });
  if (got !== bytes)
    throw new ArtifactDamagedError(`Artifact ${digest} is damaged: expected ${bytes} bytes, got ${got}.`);
  assertDigest(hash.digest('hex'), digest);
}

/** What of a page of a bucket's list lies under a content address. */
function filesOf({ Contents = [] }: ListObjectsV2CommandOutput, prefix: string) {
  return Contents.flatMap(({ Key: key = '', Size = 0, LastModified }) => {
    const [, head, tail] = /^([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(key.slice(prefix.length)) ?? [];
    return head && tail
      ? [{ digest: head + tail, bytes: Size, movedMs: LastModified?.getTime() ?? Date.now() }]
      : [];
  });
}
