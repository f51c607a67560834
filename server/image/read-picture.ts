import { magnifyDifference, type PixelImage, readNpy, toPixels } from '@fiducial/formats';
import { type ArtifactAccess, readParsed, readRows } from '../artifact/read-artifact';
import { attackSetContext, attackSetInclude, imageOfRow } from '../attack-set/attacked-image';
import { NotFoundError } from '../user-error';
import type { PictureSource } from './image-types';

/** The pixels of a picture. Whether the one who asks may see it was decided before. @throws {NotFoundError} */
export function readPicture(access: ArtifactAccess, source: PictureSource): Promise<PixelImage> {
  return readers[source.of](access, source);
}

const readers = {
  dataset: datasetPixels,
  'attack-set': attackedPixels,
  difference: differencePixels,
} as const satisfies Record<PictureSource['of'], unknown>;

async function datasetPixels(access: ArtifactAccess, { runId, row }: PictureSource): Promise<PixelImage> {
  const { data, shape } = await readRows(access, { runId, name: 'images' }, { first: row, count: 1 });
  return { ...size(shape), data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

async function attackedPixels(access: ArtifactAccess, of: PictureSource): Promise<PixelImage> {
  const { bounds, values, shape } = await attackedRow(access, of);
  return { ...size(shape), data: toPixels(values, bounds) };
}

async function differencePixels(access: ArtifactAccess, of: PictureSource): Promise<PixelImage> {
  const { set, bounds, values, shape } = await attackedRow(access, of);
  const items = (await readParsed(access, { runId: set.sampleRunId, name: 'items' }, readNpy)).data;
  const item = items[imageOfRow(set, of.row)] ?? 0;
  const clean = await readRows(
    access,
    { runId: set.datasetRunId, name: 'images' },
    { first: item, count: 1 },
  );
  const [low, high] = bounds;
  const difference = values.map(
    (value, index) => value - (low + ((clean.data[index] ?? 0) / 255) * (high - low)),
  );
  return { ...size(shape), data: magnifyDifference(difference, bounds, of.factor ?? 1) };
}

async function attackedRow(access: ArtifactAccess, { runId, row }: PictureSource) {
  const found = await access.prisma.attackSet.findUnique({ where: { runId }, include: attackSetInclude });
  if (!found) throw new NotFoundError('No such picture.');
  const set = attackSetContext(found);
  const { data, shape } = await readRows(access, { runId, name: 'images' }, { first: row, count: 1 });
  const [low = 0, high = 1] = set.bounds;
  return { set, bounds: [low, high] as const, values: Float32Array.from(data), shape };
}

/** Of one image `[1, height, width, channels]`. */
function size([, height = 0, width = 0, channels = 1]: readonly number[]) {
  return { height, width, channels };
}
