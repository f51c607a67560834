import { encodePng } from '@fiducial/formats';
import { type Request, type Response, Router } from 'express';
import type { ApiContext, ContextOfResponse } from '../graphql/context';
import { InvalidInputError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';
import type { PictureSource } from './image-types';
import { readPicture } from './read-picture';

/**
 * Pictures as PNG: `/images/dataset/RUN/ITEM.png`, `/images/attack-set/RUN/ROW.png`, `/images/difference/RUN/ROW.png`.
 * A run's files never change, so that browsers may keep them for ever.
 */
export function imageRoutes(contextOf: ContextOfResponse): Router {
  const router = Router();
  const route = (of: PictureSource['of']) =>
    router.get(`/${of}/:runId/:row.png`, async (request, response) => {
      const context = await contextOf(response);
      const { runId = '', row = '' } = request.params;
      if (!isUuid(runId) || !/^\d{1,9}$/.test(row)) throw new NotFoundError('No such picture.');
      await assertReadable(context, runId);
      const factor = of === 'difference' && number(request, 'factor', { least: 1, most: 100, otherwise: 1 });
      const source = { of, runId, row: Number(row), ...(factor && { factor }) };
      await sendPicture(response, {
        access: context,
        source,
        caching: 'private, max-age=31536000, immutable',
      });
    });
  route('dataset');
  route('attack-set');
  route('difference');
  return router;
}

/** Answers with a picture, enlarged as the request says. @throws {NotFoundError} @throws {InvalidInputError} */
export async function sendPicture(
  response: Response,
  {
    access,
    source,
    caching,
  }: {
    readonly access: Pick<ApiContext, 'prisma' | 'store'>;
    readonly source: PictureSource;
    /** How long browsers may keep it, as Cache-Control has it. */
    readonly caching: string;
  },
): Promise<void> {
  const scale = number(response.req, 'scale', { least: 1, most: 16, otherwise: 1 });
  const png = await encodePng(await readPicture(access, source), scale);
  response.set({ 'cache-control': caching, 'x-content-type-options': 'nosniff' }).type('png').send(png);
}

async function assertReadable({ prisma, viewer }: ApiContext, runId: string): Promise<void> {
  const run = await prisma.run.findUnique({ where: { id: runId }, select: { projectId: true } });
  if (!run || !(await viewer.mayRead(run.projectId))) throw new NotFoundError('No such picture.');
}

function number(
  { query }: Request,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  const given = query[name];
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (value >= least && value <= most) return value;
  throw new InvalidInputError(`${name}: expected ${least} to ${most}, got ${String(given).slice(0, 50)}`);
}
