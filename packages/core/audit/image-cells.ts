import type { Features } from '../activations/features';
import { breathe, type Context } from '../context';
import type { ImageArray } from '../models/images';
import { batches } from '../tensors/batches';

/** Images whose means are taken between two chances to stop. */
const chunkRows = 2048;

/** How an image is cut: cells are equally high and wide, but for the last ones, which may be smaller. */
export interface Cutting {
  readonly shape: ImageArray['shape'];
  /** Greatest number of cells along an axis. */
  readonly side: number;
}

/** Means an image is reduced to: one a cell and channel. */
export function cellCount({ shape: [height, width, channels], side }: Cutting): number {
  return cellsAlong(height, side) * cellsAlong(width, side) * channels;
}

/**
 * Mean values of the cells of images, in chunks `[n, cells]`, each as a share of the range of values and weighted by the
 * root of its share of the image. The Euclidean distance of two rows is then never more than the root mean square of the
 * difference of the two images (a squared mean is at most the mean square): what is far apart here is far apart there.
 *
 * @throws {CancelledError}
 */
export async function imageCells(
  { data, shape }: ImageArray,
  { side, range, context }: { side: number; range: number; context: Context },
): Promise<Features[]> {
  const size = shape[0] * shape[1] * shape[2];
  const dimensions = cellCount({ shape, side });
  const { cellOf, weights } = cutting({ shape, side });
  const chunks: Features[] = [];
  for (const { first, count } of batches(data.length / size, chunkRows)) {
    await breathe(context);
    const cells = new Float32Array(count * dimensions);
    for (let row = 0; row < count; row++)
      for (let at = 0, from = (first + row) * size, to = row * dimensions; at < size; at++) {
        const cell = to + (cellOf[at] as number); // within both arrays; a hot loop
        cells[cell] = (cells[cell] as number) + (data[from + at] as number); // the same
      }
    for (let index = 0; index < cells.length; index++)
      cells[index] = ((cells[index] ?? 0) / range) * (weights[index % dimensions] ?? 0);
    chunks.push({ data: cells, dimensions });
  }
  return chunks;
}

/** Cell of each value of an image, and what turns the sum of a cell into its weighted mean. */
function cutting({ shape, side }: Cutting): { cellOf: Uint32Array; weights: Float64Array } {
  const [height, width, channels] = shape;
  const [across, down] = [cellsAlong(width, side), cellSize(height, side)];
  const cellOf = Uint32Array.from({ length: height * width * channels }, (_, at) => {
    const [y, x] = [Math.floor(at / channels / width), Math.floor(at / channels) % width];
    return (
      (Math.floor(y / down) * across + Math.floor(x / cellSize(width, side))) * channels + (at % channels)
    );
  });
  const values = new Float64Array(cellCount({ shape, side }));
  for (const cell of cellOf) values[cell] = (values[cell] ?? 0) + 1;
  // A mean is a sum over `count`, and weighs sqrt(count / all).
  return { cellOf, weights: values.map((count) => 1 / Math.sqrt(count * cellOf.length)) };
}

const cellSize = (length: number, side: number) => Math.ceil(length / side);
const cellsAlong = (length: number, side: number) => Math.ceil(length / cellSize(length, side));
