import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../text/numbers';
import type { SchemeColor } from '../theme/colors';
import { type ChartLook, fittedAxis, inked, tooltip } from './chart-look';
import { escapeHtml } from './escape-html';

/** Dots of one kind. */
export interface ScatterGroup {
  readonly label: string;
  readonly color: SchemeColor;
  readonly symbol: 'circle' | 'triangle' | 'diamond' | 'rect';
  /** x and y in turn, `[n, 2]`. */
  readonly places: Float64Array;
  /** What each dot is, by its number, `[n]`. */
  readonly indices: Uint32Array;
}

/** What is drawn: one score against another. */
export interface ScatterDrawing {
  readonly groups: readonly ScatterGroup[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Least and greatest of all scores of each axis. */
  readonly xEnds: readonly [number, number];
  readonly yEnds: readonly [number, number];
}

/** What follows the page's threshold, and what is picked out. */
export interface ScatterMarks {
  readonly x: number;
  readonly y: number;
  readonly area: { readonly x: readonly [number, number]; readonly y: readonly [number, number] } | null;
}

/** Room around the plot, in pixels. */
export const scatterGrid = { left: 60, right: 16, top: 10, bottom: 48 } as const;

/** An axis with a little room beyond its ends: dots at the very ends are not cut. */
export function withRoom([low, high]: readonly [number, number]): { min: number; max: number } {
  const room = 0.03 * (high - low || 1);
  return { min: low - room, max: high + room };
}

/** The chart as ECharts takes it. Thousands of dots are drawn as one path each group. */
export function scatterOption(drawing: ScatterDrawing, look: ChartLook): EChartsCoreOption {
  const { groups, xTitle, yTitle, xEnds, yEnds } = drawing;
  return {
    grid: scatterGrid,
    tooltip: {
      trigger: 'item',
      ...tooltip(look),
      formatter: ({ seriesId, dataIndex }: { seriesId: string; dataIndex: number }) =>
        describeDot(drawing, Number(seriesId.split('/')[1]), dataIndex),
    },
    xAxis: fittedAxis(look, xTitle, { gap: 30, ends: withRoom(xEnds) }),
    yAxis: fittedAxis(look, yTitle, { gap: 44, ends: withRoom(yEnds) }),
    series: groups.map(({ label, color, symbol, places }, index) => ({
      id: `dots/${index}`,
      name: label,
      type: 'scatter',
      symbol,
      symbolSize: symbol === 'triangle' ? 7 : 6,
      large: true,
      largeThreshold: 1500,
      data: places,
      dimensions: ['x', 'y'],
      itemStyle: { color: inked(color, look), opacity: 0.55 },
      z: 3 + index,
    })),
  };
}

/** Only thresholds and the picked area, merged into a chart that is drawn already. */
export function scatterMarks(
  { x, y, area }: ScatterMarks,
  { xEnds, yEnds }: ScatterDrawing,
  look: ChartLook,
): EChartsCoreOption {
  const [across, up] = [withRoom(xEnds), withRoom(yEnds)];
  type Coord = { coord: (point: number[]) => number[] };
  const line = (from: number[], to: number[], api: Coord) => {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [api.coord(from), api.coord(to)];
    return {
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke: look.ink, lineWidth: 1.25, lineDash: [5, 4] },
    };
  };
  const box = (api: Coord) => {
    if (!area) return [];
    const [[left = 0, bottom = 0], [right = 0, top = 0]] = [
      api.coord([area.x[0], area.y[0]]),
      api.coord([area.x[1], area.y[1]]),
    ];
    return [
      {
        type: 'rect',
        shape: { x: left, y: top, width: right - left, height: bottom - top },
        style: { fill: look.soft, opacity: 0.16, stroke: look.ink, lineWidth: 1 },
      },
    ];
  };
  return {
    series: [
      {
        id: 'thresholds',
        type: 'custom',
        silent: true,
        clip: true,
        z: 10,
        tooltip: { show: false },
        data: [[x, y]],
        renderItem: (_: unknown, api: Coord) => ({
          type: 'group',
          children: [
            ...box(api),
            line([x, up.min], [x, up.max], api),
            line([across.min, y], [across.max, y], api),
          ],
        }),
      },
    ],
  };
}

function describeDot({ groups, xTitle, yTitle }: ScatterDrawing, group: number, dot: number): string {
  const { label = '', places, indices } = groups[group] ?? {};
  const lines = [
    `Input ${indices?.[dot] ?? ''}, ${label}`,
    ...[xTitle, yTitle].map(
      (title, axis) => `<b>${formatNumber(places?.[2 * dot + axis])}</b> ${escapeHtml(title)}`,
    ),
  ];
  return lines.join('<br>');
}
