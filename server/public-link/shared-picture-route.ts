import { Router } from 'express';
import { secretDigest } from '../account/secret-digest';
import type { ApiContext, ContextOfResponse } from '../graphql/context';
import { sendPicture } from '../image/image-routes';
import type { ImageRef } from '../image/image-types';
import { asMember } from '../report/block-reading';
import { figurePicture } from '../report/figure-panel-types';
import { type ReportBlock, readBlocks } from '../report/report-blocks';
import { inputPicture } from '../report/shown-input';
import { NotFoundError } from '../user-error';

/** How long browsers may keep a picture: a link that was taken back shows it no longer than that. */
const caching = 'private, max-age=300';

/** Pictures of reports that public links show, `/images/shared/SECRET/BLOCK/PICTURE.png`: those and no others. */
export function sharedPictureRoute(contextOf: ContextOfResponse): Router {
  const router = Router();
  router.get('/:secret/:block/:picture.png', async (request, response) => {
    const context = await contextOf(response);
    const { secret = '', block = '', picture = '' } = request.params;
    const place = { block: numberOf(block), picture: numberOf(picture) };
    const image = await sharedPicture(context, secret, place);
    if (!image) throw new NotFoundError('No such picture.');
    await sendPicture(response, { access: context, source: image.source, caching });
  });
  return router;
}

async function sharedPicture(
  context: ApiContext,
  secret: string,
  place: { readonly block: number; readonly picture: number },
): Promise<ImageRef | undefined> {
  const link = await context.prisma.publicLink.findFirst({
    where: {
      digest: secretDigest(secret),
      revokedAt: null,
      report: { deletedAt: null, project: { deletedAt: null } },
    },
    include: { report: true },
  });
  const block = link?.report && readBlocks(link.report.blocks)[place.block];
  return block ? pictureOf(context, { block, projectId: link.projectId }, place.picture) : undefined;
}

async function pictureOf(
  context: ApiContext,
  { block, projectId }: { readonly block: ReportBlock; readonly projectId: string },
  place: number,
): Promise<ImageRef | undefined> {
  const read = asMember(block, projectId);
  if (block.kind === 'figure') return figurePicture({ ...read, block }, place, context);
  if (block.kind === 'input') return inputPicture({ ...read, block }, place, context);
  return undefined;
}

/** A number of an address; one that is none is the place of nothing. */
const numberOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER);
