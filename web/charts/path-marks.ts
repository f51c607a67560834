import { type ChartLook, inked } from './chart-look';
import type { DrawnPath, Place } from './trajectory-drawing';

/** The line of a path through places on the screen, as ECharts draws it. */
export function pathLine({ kind, color }: DrawnPath, points: readonly Place[], look: ChartLook): object {
  return {
    type: 'polyline',
    shape: { points },
    style: {
      fill: 'none',
      stroke: inked(color, look),
      lineWidth: kind === 'input' ? 2.5 : kind === 'cleanTwin' ? 2 : 1,
      lineDash: kind === 'cleanTwin' ? [6, 4] : undefined,
      opacity: kind === 'authentic' ? 0.32 : 1,
    },
  };
}

/** The mark of a path at a place on the screen: the shape of its group, or a ring for a clean twin. */
export function pathMark({ kind, color, symbol }: DrawnPath, [x, y]: Place, look: ChartLook): object {
  const own = inked(color, look);
  if (kind === 'cleanTwin')
    return {
      type: 'circle',
      shape: { cx: x, cy: y, r: 4 },
      style: { fill: look.paper, stroke: own, lineWidth: 2 },
    };
  const style = { fill: own, stroke: look.paper, lineWidth: 1 };
  const corners = symbol === 'circle' || symbol === 'emptyCircle' ? null : shapes[symbol];
  if (!corners) return { type: 'circle', shape: { cx: x, cy: y, r: size }, style };
  return {
    type: 'polygon',
    shape: { points: corners.map(([right, down]) => [x + size * right, y + size * down]) },
    style,
  };
}

const size = 5.5;

/** Corners of shapes around a place, to the right and down. */
const shapes = {
  triangle: [
    [0, -1],
    [1, 0.8],
    [-1, 0.8],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  rect: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
} as const;
