import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type StreamedFile, streamZip } from '@fiducial/formats';
import { manifestPath } from '@fiducial/formats/bundle';
import { Router } from 'express';
import { ArtifactDamagedError, type ArtifactStore } from '../artifact/store';
import type { ContextOfResponse } from '../graphql/context';
import { NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import { type BundleMember, bundleInclude, type GatheredBundle, gatherBundle } from './gather-bundle';

/** Address of a detector's bundle, by the detector's id in the database. */
export const bundlePath = (detectorId: string) => `/bundles/${detectorId}.zip`;

/**
 * Detectors as bundles: `/bundles/DETECTOR.zip`. Written while it is sent, file by file from the store, so that memory
 * holds one chunk however many rows go along. The same detector gives the same bytes.
 */
export function bundleRoute(contextOf: ContextOfResponse): Router {
  const router = Router();
  router.get('/:detectorId.zip', async (request, response) => {
    const { prisma, viewer, store } = await contextOf(response);
    const { detectorId } = request.params;
    if (!isUuid(detectorId)) throw new NotFoundError('No such bundle.');
    const detector = await prisma.detector.findUnique({
      where: { id: detectorId },
      include: bundleInclude,
    });
    if (!detector || !(await viewer.mayRead(detector.projectId))) throw new NotFoundError('No such bundle.');
    const bundle = gatherBundle(detector);
    if (!bundle) throw new NotFoundError('This detector has no bundle (yet).');
    response.set({
      'cache-control': 'private, no-cache',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    response.attachment(`${fileName(detector.name)}.zip`).type('application/zip');
    if (request.method === 'HEAD') response.end();
    else await pipeline(Readable.from(archiveOf(bundle, store), { objectMode: false }), response);
  });
  return router;
}

function archiveOf({ manifest, members }: GatheredBundle, store: ArtifactStore): AsyncGenerator<Uint8Array> {
  const files: StreamedFile[] = [
    { path: manifestPath, chunks: [Buffer.from(JSON.stringify(manifest, null, 2))] },
    ...members.map((member) => ({ path: member.path, chunks: checkedBytes(store, member) })),
  ];
  return streamZip(files, { modified: new Date(manifest.fittedAt) });
}

/** An artifact as it is read. @throws {ArtifactDamagedError} at its end, when it is not what its digest says */
async function* checkedBytes(store: ArtifactStore, { digest, bytes }: BundleMember) {
  const hash = createHash('sha256');
  for await (const chunk of await store.open(digest, { bytes })) {
    hash.update(chunk);
    yield chunk as Buffer; // of a file without an encoding
  }
  if (hash.digest('hex') !== digest)
    throw new ArtifactDamagedError(`Artifact ${digest} is damaged: its bytes have another digest.`);
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 80) || 'detector'
  );
}
