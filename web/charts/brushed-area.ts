import { type ScatterDrawing, type ScatterMarks, scatterGrid, withRoom } from './score-scatter-option';

/** A rectangle on a surface, in pixels from its upper left corner. */
export interface Band {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The scores under a rectangle that was dragged over the chart; null where it lies beside the plot. */
export function brushedArea(
  band: Band,
  { xEnds, yEnds }: Pick<ScatterDrawing, 'xEnds' | 'yEnds'>,
  { width, height }: { readonly width: number; readonly height: number },
): ScatterMarks['area'] {
  const { left, right, top, bottom } = scatterGrid;
  const [across, up] = [width - left - right, height - top - bottom];
  const along = ({ min, max }: { min: number; max: number }, part: number) =>
    min + (max - min) * Math.max(0, Math.min(1, part));
  const [x, y] = [withRoom(xEnds), withRoom(yEnds)];
  if (band.right < left || band.left > width - right || band.bottom < top || band.top > height - bottom)
    return null;
  return {
    x: [along(x, (band.left - left) / across), along(x, (band.right - left) / across)],
    y: [along(y, 1 - (band.bottom - top) / up), along(y, 1 - (band.top - top) / up)],
  };
}
