import type { Request } from 'express';
import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { receiveBytes } from './receive-bytes';
import { dropStagedUpload, stagedUpload } from './staged-upload';
import { type AnswerUpload, assertOpen, type UploadPlace } from './upload-request';

/** Takes all bytes of an upload at once; of a body that is not whole nothing is kept. */
export const putWhole =
  (place: UploadPlace): AnswerUpload =>
  async ({ upload, request, response }) => {
    const { uploads, store } = place;
    assertOpen(upload);
    const bytes = Number(upload.bytes);
    assertLength(request, bytes);
    const { id, digest } = upload;
    const file = stagedUpload(store.folder, id);
    await uploads.senders.take(id, async (signal) => {
      await assertStillOpen(place, id);
      let whole = false;
      try {
        const { idleMs } = uploads.limits;
        const got = await receiveBytes(request, { file, from: 0, bytes, idleMs, signal });
        if (got < bytes)
          throw new InvalidInputError(`bytes: expected ${bytes}, got ${got}`, { field: 'bytes' });
        whole = true;
      } finally {
        if (!whole) await dropStagedUpload(store.folder, id);
      }
    });
    await uploads.finish(upload);
    response.status(201).json({ uploadId: id, sha256: digest, bytes });
  };

/** Whether another sender has finished the upload while this one waited for its turn. @throws {ConflictError} */
async function assertStillOpen({ uploads, prisma }: UploadPlace, id: string): Promise<void> {
  if (uploads.busy(id))
    throw new ConflictError('The bytes of this upload have arrived and are being checked.');
  assertOpen(await prisma.upload.findUniqueOrThrow({ where: { id } }));
}

/** What a request says of its length is wrong before a byte was read. */
function assertLength(request: Request, bytes: number): void {
  const said = request.headers['content-length'];
  if (said === undefined || Number(said) === bytes) return;
  if (Number(said) > bytes)
    throw new LimitError(`bytes: expected ${bytes}, got more: Content-Length is ${said}`);
  throw new InvalidInputError(`bytes: expected ${bytes}, got ${said} by Content-Length`, { field: 'bytes' });
}
