import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type BucketPlace, bucketClients, soon } from './bucket-clients';
import { type BucketTrouble, bucketTrouble } from './s3-errors';

/** What a store wants to do in its bucket, in the order in which it is tried. */
export type BucketStep = 'list' | 'write' | 'read' | 'remove' | 'listParts';

/** The first thing that cannot be done. */
export interface BucketProblem {
  readonly step: BucketStep;
  readonly trouble: BucketTrouble;
  /** What the server or the system calls it. */
  readonly name: string;
}

/** Does in a bucket, below the prefix, all that a store does there; leaves nothing. Undefined when all of it works. */
export async function probeBucket(place: BucketPlace): Promise<BucketProblem | undefined> {
  const { bucket: Bucket, prefix: Prefix } = place;
  const { asker } = bucketClients(place);
  const at = { Bucket, Key: `${Prefix}probe-${randomUUID()}` };
  const written = 'whether this can be written';
  // Not HeadBucket: the answer to a HEAD request has no words.
  const steps: readonly (readonly [
    BucketStep,
    (options: { abortSignal: AbortSignal }) => Promise<unknown>,
  ])[] = [
    ['list', (options) => asker.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }), options)],
    ['write', (options) => asker.send(new PutObjectCommand({ ...at, Body: written }), options)],
    [
      'read',
      async (options) => {
        const { Body } = await asker.send(new GetObjectCommand(at), options);
        const read = await Body?.transformToString();
        if (read !== written) throw Object.assign(new Error('other bytes'), { name: 'OtherBytes' });
      },
    ],
    ['remove', (options) => asker.send(new DeleteObjectCommand(at), options)],
    ['listParts', (options) => asker.send(new ListMultipartUploadsCommand({ Bucket, Prefix }), options)],
  ];
  try {
    for (const [step, ask] of steps) {
      const error = await soon(ask).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      if (!error) continue;
      const { code } = error as NodeJS.ErrnoException; // the system's errors have one
      return { step, trouble: bucketTrouble(error), name: code ?? error.name };
    }
    return undefined;
  } finally {
    asker.destroy();
  }
}
