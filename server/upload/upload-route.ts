import type { IncomingMessage } from 'node:http';
import type { PrismaClient, Upload } from '@fiducial/prisma/client';
import { Router } from 'express';
import { mutationRoles } from '../account/mutation-roles';
import { viewerOf } from '../account/viewer';
import { reserveBytes } from '../artifact/reserve';
import { ArtifactDamagedError, type ArtifactStore } from '../artifact/store';
import { ConflictError, InvalidInputError, LimitError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import { signatureHolds } from './uploads';

/** Takes the bytes of an announced upload: `PUT /uploads/ID?signature=…`, once, and only the bytes announced. */
export function uploadRoute({ prisma, store }: { prisma: PrismaClient; store: ArtifactStore }): Router {
  const router = Router();
  router.put('/:id', async (request, response) => {
    const { id } = request.params;
    const upload = isUuid(id) ? await prisma.upload.findUnique({ where: { id } }) : null;
    if (!upload || !signatureHolds(upload, String(request.query.signature ?? '')))
      throw new NotFoundError('No such upload, or its address is no longer good: begin it again.');
    if (!(await mayStillUpload(prisma, upload)))
      throw new NotFoundError('No such upload, or its address is no longer good: begin it again.');
    if (upload.completedAt) throw new ConflictError('The bytes of this upload have arrived already.');
    const bytes = Number(upload.bytes);
    const { digest } = upload;
    await reserveBytes(prisma, [{ digest, bytes, mediaType: 'application/octet-stream' }]);
    try {
      await store.put(exactly(request, bytes), upload.digest);
    } catch (error) {
      if (error instanceof ArtifactDamagedError)
        throw new InvalidInputError(error.message, { field: 'sha256' });
      throw error;
    }
    await prisma.upload.update({ where: { id }, data: { completedAt: new Date() } });
    response.status(201).json({ uploadId: id, sha256: upload.digest, bytes });
  });
  return router;
}

/** Whether the one who announced an upload could announce it now. */
async function mayStillUpload(prisma: PrismaClient, { createdById, projectId }: Upload): Promise<boolean> {
  if (!createdById) return false;
  const viewer = await viewerOf(prisma, { userId: createdById, via: 'session', address: undefined });
  if (!viewer) return false;
  const where = { AND: [{ id: projectId }, viewer.access.projectsWith(mutationRoles.beginUpload)] };
  return (await prisma.project.count({ where })) > 0;
}

/** The body, refused as soon as it is longer than announced, or when it ends earlier. */
async function* exactly(body: IncomingMessage, expected: number): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > expected) throw new LimitError(`bytes: expected ${expected}, got more`);
    yield chunk;
  }
  if (received < expected)
    throw new InvalidInputError(`bytes: expected ${expected}, got ${received}`, { field: 'bytes' });
}
