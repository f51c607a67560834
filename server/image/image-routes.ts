import { encodePng, magnifyDifference, type PixelImage, readNpy, toPixels } from '@fiducial/formats';
import { type Request, type Response, Router } from 'express';
import { readParsed, readRows } from '../artifact/read-artifact';
import { attackSetContext, attackSetInclude, imageOfRow } from '../attack-set/attacked-image';
import type { ApiContext } from '../graphql/context';
import { InvalidInputError, NotFoundError } from '../user-error';
import { isUuid } from '../uuid';

/** A whole image of one row of an npy artifact. */
interface Row {
  readonly runId: string;
  readonly row: number;
}

/**
 * Pictures as PNG: `/images/dataset/RUN/ITEM.png`, `/images/attack-set/RUN/ROW.png`, `/images/difference/RUN/ROW.png`.
 * A run's files never change, so that browsers may keep them for ever.
 */
export function imageRoutes(contextOf: (response: Response) => Promise<ApiContext>): Router {
  const router = Router();
  const route = (
    path: string,
    read: (context: ApiContext, of: Row, request: Request) => Promise<PixelImage>,
  ) =>
    router.get(`/${path}/:runId/:row.png`, async (request, response) => {
      const context = await contextOf(response);
      const { runId = '', row = '' } = request.params;
      if (!isUuid(runId) || !/^\d{1,9}$/.test(row)) throw new NotFoundError('No such picture.');
      await assertReadable(context, runId);
      const image = await read(context, { runId, row: Number(row) }, request);
      const png = await encodePng(image, number(request, 'scale', { least: 1, most: 16, otherwise: 1 }));
      response
        .set({ 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
        .type('png')
        .send(png);
    });
  route('dataset', datasetPixels);
  route('attack-set', attackedPixels);
  route('difference', (context, of, request) =>
    differencePixels(context, of, number(request, 'factor', { least: 1, most: 100, otherwise: 1 })),
  );
  return router;
}

async function assertReadable({ prisma, viewer }: ApiContext, runId: string): Promise<void> {
  const run = await prisma.run.findUnique({ where: { id: runId }, select: { projectId: true } });
  if (!run || !(await viewer.mayRead(run.projectId))) throw new NotFoundError('No such picture.');
}

async function datasetPixels(context: ApiContext, { runId, row }: Row): Promise<PixelImage> {
  const { data, shape } = await readRows(context, { runId, name: 'images' }, { first: row, count: 1 });
  return { ...size(shape), data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

async function attackedPixels(context: ApiContext, of: Row): Promise<PixelImage> {
  const { bounds, values, shape } = await attackedRow(context, of);
  return { ...size(shape), data: toPixels(values, bounds) };
}

async function differencePixels(context: ApiContext, of: Row, factor: number): Promise<PixelImage> {
  const { set, bounds, values, shape } = await attackedRow(context, of);
  const items = (await readParsed(context, { runId: set.sampleRunId, name: 'items' }, readNpy)).data;
  const item = items[imageOfRow(set, of.row)] ?? 0;
  const clean = await readRows(
    context,
    { runId: set.datasetRunId, name: 'images' },
    { first: item, count: 1 },
  );
  const [low, high] = bounds;
  const difference = values.map(
    (value, index) => value - (low + ((clean.data[index] ?? 0) / 255) * (high - low)),
  );
  return { ...size(shape), data: magnifyDifference(difference, bounds, factor) };
}

async function attackedRow(context: ApiContext, { runId, row }: Row) {
  const found = await context.prisma.attackSet.findUnique({ where: { runId }, include: attackSetInclude });
  if (!found) throw new NotFoundError('No such picture.');
  const set = attackSetContext(found);
  const { data, shape } = await readRows(context, { runId, name: 'images' }, { first: row, count: 1 });
  const [low = 0, high = 1] = set.bounds;
  return { set, bounds: [low, high] as const, values: Float32Array.from(data), shape };
}

/** Of one image `[1, height, width, channels]`. */
function size([, height = 0, width = 0, channels = 1]: readonly number[]) {
  return { height, width, channels };
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
