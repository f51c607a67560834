import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { log } from '../log';

/**
 * Lets go of parts of files whose sending began before `before` (milliseconds since 1970) and broke off: a process that was
 * killed leaves them, and they are paid for. Says how many files. Where the bucket does not let us ask, that is logged: its
 * own rules have to do it then.
 */
export async function clearUnfinished(
  client: S3Client,
  place: { readonly Bucket: string; readonly Prefix: string },
  before: number,
): Promise<number> {
  let cleared = 0;
  let marker: Pick<ListMultipartUploadsCommandOutput, 'NextKeyMarker' | 'NextUploadIdMarker'> = {};
  for (;;) {
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = marker;
    const markers = { ...(KeyMarker && { KeyMarker }), ...(UploadIdMarker && { UploadIdMarker }) };
    const page: ListMultipartUploadsCommandOutput | undefined = await client
      .send(new ListMultipartUploadsCommand({ ...place, ...markers }))
      .catch((error: Error) => {
        if (error.name !== 'AccessDenied' && error.name !== 'NotImplemented') throw error;
        log.warn({ error: error.name }, 'the bucket does not say which files were sent in part');
        return undefined;
      });
    for (const { Key, UploadId, Initiated } of page?.Uploads ?? []) {
      if (!Initiated || Initiated.getTime() >= before) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket: place.Bucket, Key, UploadId }));
      cleared++;
    }
    if (!page?.IsTruncated) return cleared;
    marker = page;
  }
}
