import { ConflictError, InvalidInputError, LimitError } from '../user-error';
import { receiveBytes } from './receive-bytes';
import { dropStagedUpload, stagedUpload } from './staged-upload';
import { type AnswerUpload, assertOpen, type UploadPlace } from './upload-request';
import type { TeamUpload } from './uploads';

/** Says how far an upload is, from where its sender goes on. */
export const sayOffset =
  (place: UploadPlace): AnswerUpload =>
  async ({ upload, response }) => {
    if (upload.refusal !== null) {
      response.status(410).end();
      return;
    }
    // A connection that broke may still be waited for at this end: what it brought is flushed first.
    const offset = await place.uploads.senders.take(upload.id, () => offsetOf(place, upload));
    response
      .status(200)
      .set({
        'upload-offset': String(offset),
        'upload-length': String(upload.bytes),
        'upload-expires': upload.expiresAt.toUTCString(),
        'cache-control': 'no-store',
      })
      .end();
  };

/** Takes what follows the bytes that are here, as much as comes: what was cut off is kept. */
export const takePiece =
  (place: UploadPlace): AnswerUpload =>
  async ({ upload, request, response }) => {
    const { uploads, store } = place;
    assertOpen(upload);
    if (request.headers['content-type'] !== 'application/offset+octet-stream') {
      response.status(415).json({ error: 'Content-Type: expected application/offset+octet-stream' });
      return;
    }
    const from = Number(request.headers['upload-offset'] ?? Number.NaN);
    if (!Number.isSafeInteger(from) || from < 0)
      throw new InvalidInputError('Upload-Offset: expected a whole number of bytes', {
        field: 'Upload-Offset',
      });
    const bytes = Number(upload.bytes);
    const { id } = upload;
    const got = await uploads.senders.take(id, async (signal) => {
      const there = await offsetOf(place, upload);
      if (from !== there) {
        response.set('upload-offset', String(there));
        throw new ConflictError(`Upload-Offset: expected ${there}, got ${from}`);
      }
      if (Number(request.headers['content-length'] ?? 0) > bytes - from)
        throw new LimitError(
          `Content-Length: expected at most ${bytes - from}, got ${request.headers['content-length']}`,
        );
      const file = stagedUpload(store.folder, id);
      return receiveBytes(request, { file, from, bytes, idleMs: uploads.limits.idleMs, signal });
    });
    if (got === bytes) await uploads.finish(upload);
    response
      .status(204)
      .set({ 'upload-offset': String(got), 'upload-expires': upload.expiresAt.toUTCString() })
      .end();
  };

/** Lets go of an upload that is not finished: its sender wants it no more. */
export const takeBack =
  ({ uploads, store, prisma }: UploadPlace): AnswerUpload =>
  async ({ upload, response }) => {
    assertOpen(upload);
    await uploads.senders.take(upload.id, async () => {
      if (uploads.busy(upload.id)) throw new ConflictError('This upload is being checked.');
      await prisma.upload.deleteMany({ where: { id: upload.id, completedAt: null } });
      await dropStagedUpload(store.folder, upload.id);
    });
    response.status(204).end();
  };

/** How far an upload is: a file that is being checked, or was taken in, has come whole. */
async function offsetOf({ uploads, prisma }: UploadPlace, { id, bytes }: TeamUpload): Promise<number> {
  if (uploads.busy(id)) return Number(bytes);
  const now = await prisma.upload.findUnique({ where: { id }, select: { completedAt: true } });
  return now?.completedAt ? Number(bytes) : uploads.received(id);
}
