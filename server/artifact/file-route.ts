import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { ContextOfResponse } from '../graphql/context';
import { NotFoundError } from '../user-error';
import { isUuid } from '../uuid';

/** Downloads of what runs made: `/files/RUN/NAME`. The ETag is the sha256 of the bytes. */
export function fileRoute(contextOf: ContextOfResponse): Router {
  const router = Router();
  router.get('/:runId/*name', async (request, response) => {
    const { prisma, viewer, store } = await contextOf(response);
    const { runId } = request.params;
    const name = [request.params.name].flat().join('/');
    if (!isUuid(runId)) throw new NotFoundError('No such file.');
    const found = await prisma.runArtifact.findUnique({
      where: { runId_name: { runId, name } },
      include: { artifact: true, run: { select: { projectId: true } } },
    });
    if (!found || !(await viewer.mayRead(found.run.projectId))) throw new NotFoundError('No such file.');
    const { digest, bytes, mediaType } = found.artifact;
    response.set({
      etag: `"${digest}"`,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-length': String(bytes),
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    response.attachment(name.replaceAll('/', '-')).type(mediaType);
    if (request.method === 'HEAD') response.end();
    else await pipeline(await store.open(digest, { bytes: Number(bytes) }), response);
  });
  return router;
}
