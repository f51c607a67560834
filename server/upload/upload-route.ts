import type { PrismaClient } from '@fiducial/prisma/client';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { isGood } from '../account/access-token';
import { accountReads } from '../account/account-reads';
import { mutationRoles } from '../account/mutation-roles';
import { viewerOf } from '../account/viewer';
import type { ArtifactStore } from '../artifact/store';
import { log } from '../log';
import { ConflictError, InvalidInputError, LimitError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import { receiveBytes, SenderGoneError } from './receive-bytes';
import { dropStagedUpload, stagedUpload } from './staged-upload';
import { requireTus, sayTus } from './tus';
import type { UploadWay } from './upload-address';
import type { UploadDesk } from './upload-desk';
import type { TeamUpload } from './uploads';

/** What takes bytes in. */
interface UploadPlace {
  readonly prisma: PrismaClient;
  readonly store: ArtifactStore;
  readonly uploads: UploadDesk;
}

/**
 * Takes the bytes of an announced upload, and only those announced, at a signed address: `PUT /uploads/ID?signature=…` all
 * at once, or by tus 1.0 (core protocol, expiration, termination) with HEAD, PATCH and DELETE piece by piece. An address is
 * spent when the upload is finished.
 *
 * @see https://tus.io/protocols/resumable-upload
 */
export function uploadRoute(place: UploadPlace): Router {
  const router = Router();
  const at = (way: UploadWay, take: Take): RequestHandler => {
    return async (request, response) => {
      const upload = await announced(place, request, way);
      try {
        await take({ upload, request, response });
      } catch (error) {
        if (!(error instanceof SenderGoneError || request.socket.destroyed)) throw closing(response, error);
        log.debug({ uploadId: upload.id, reason: String(error) }, 'a sender of an upload is gone');
        if (!response.headersSent) response.status(409).set('connection', 'close').end();
      }
    };
  };
  router.use('/:id', sayTus(place.uploads.limits.mostBytes));
  router.put('/:id', at('PUT', putWhole(place)));
  router.head('/:id', requireTus, at('PATCH', sayOffset(place)));
  router.patch('/:id', requireTus, at('PATCH', takePiece(place)));
  router.delete('/:id', requireTus, at('PATCH', takeBack(place)));
  return router;
}

type Take = (of: { upload: TeamUpload; request: Request; response: Response }) => Promise<void>;

/** Of a body that is refused the rest is not read: the connection ends with the answer. */
function closing(response: Response, error: unknown): unknown {
  if (!response.headersSent) response.set('connection', 'close');
  return error;
}

const putWhole =
  (place: UploadPlace): Take =>
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

const sayOffset =
  (place: UploadPlace): Take =>
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

const takePiece =
  (place: UploadPlace): Take =>
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

const takeBack =
  ({ uploads, store, prisma }: UploadPlace): Take =>
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

/** The upload of an address that was made for this way and is still good. @throws {NotFoundError} */
async function announced(
  { prisma, uploads }: UploadPlace,
  request: Request,
  way: UploadWay,
): Promise<TeamUpload> {
  const id = String(request.params.id);
  const project = { select: { teamId: true } };
  const upload = isUuid(id) ? await prisma.upload.findUnique({ where: { id }, include: { project } }) : null;
  const signature = String(request.query.signature ?? '');
  if (!upload || !uploads.addresses.hold(upload, way, signature) || !(await mayStillUpload(prisma, upload)))
    throw new NotFoundError('No such upload, or its address is no longer good: begin it again.');
  return upload;
}

/** Whether the one who announced an upload could announce it now, and with the token it was announced with, if any. */
async function mayStillUpload(
  prisma: PrismaClient,
  { createdById, tokenId, projectId }: Pick<TeamUpload, 'createdById' | 'tokenId' | 'projectId'>,
): Promise<boolean> {
  if (!createdById) return false;
  if (tokenId !== null && (await prisma.accessToken.count({ where: { id: tokenId, ...isGood() } })) === 0)
    return false;
  const viewer = await viewerOf(accountReads(prisma), {
    userId: createdById,
    via: 'session',
    address: undefined,
  });
  if (!viewer) return false;
  const where = { AND: [{ id: projectId }, viewer.access.projectsWith(mutationRoles.beginUpload)] };
  return (await prisma.project.count({ where })) > 0;
}

/** @throws {ConflictError} for an upload that is finished @throws {InvalidInputError} for one that was refused */
function assertOpen({ completedAt, refusal }: Pick<TeamUpload, 'completedAt' | 'refusal'>): void {
  if (completedAt) throw new ConflictError('The bytes of this upload have arrived already.');
  if (refusal !== null) throw new InvalidInputError(refusal, { field: 'file' });
}

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
