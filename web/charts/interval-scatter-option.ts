import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../text/numbers';
import type { SchemeColor } from '../theme/colors';
import { type ChartLook, chartFont, chartText, inked, tooltip, valueAxis } from './chart-look';
import { escapeHtml } from './escape-html';

/** A point with an interval upwards and downwards. */
export interface IntervalPoint {
  readonly label: string;
  readonly color: SchemeColor;
  readonly x: number;
  readonly y: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What is drawn: points with intervals, and their axes. */
export interface IntervalScatterDrawing {
  readonly points: readonly IntervalPoint[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** A logarithmic axis for what spans decades and is never 0. */
  readonly xScale: 'linear' | 'log';
  readonly formatX: (value: number) => string;
  /** At the ticks, where the title has the unit. */
  readonly formatTick: (value: number) => string;
}

/** Names beside the points are read up to so many; of more the tooltip and the table say them. */
const mostNamed = 12;

/** The chart as ECharts takes it. */
export function intervalScatterOption(drawing: IntervalScatterDrawing, look: ChartLook): EChartsCoreOption {
  const { points, xTitle, yTitle, xScale, formatTick } = drawing;
  const lowest = Math.min(...points.map(({ low, y: value }) => low ?? value));
  return {
    grid: { left: 60, right: 24, top: 10, bottom: 48 },
    tooltip: {
      trigger: 'item',
      ...tooltip(look),
      formatter: ({ dataIndex }: { dataIndex: number }) => describePoint(drawing, dataIndex),
    },
    xAxis: {
      ...valueAxis(look, xTitle, { gap: 30, formatTick }),
      ...(xScale === 'log' ? { type: 'log' } : { min: 0 }),
    },
    yAxis: {
      ...valueAxis(look, yTitle, { gap: 44 }),
      min: Math.max(0, Math.floor((lowest - 0.02) * 20) / 20),
      max: 1,
    },
    series: [
      {
        id: 'intervals',
        type: 'custom',
        silent: true,
        tooltip: { show: false },
        data: points.map((point) => [point.x, point.low ?? point.y, point.high ?? point.y]),
        encode: { x: 0, y: [1, 2] },
        renderItem: ({ dataIndex }: { dataIndex: number }, api: { coord: (place: number[]) => number[] }) => {
          const point = points[dataIndex];
          if (!point || point.low === null || point.high === null) return null;
          const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [
            api.coord([point.x, point.low]),
            api.coord([point.x, point.high]),
          ];
          return {
            type: 'line',
            shape: { x1, y1, x2, y2 },
            style: { stroke: inked(point.color, look), lineWidth: 1.5, opacity: 0.7 },
          };
        },
      },
      {
        id: 'points',
        type: 'scatter',
        symbolSize: 10,
        z: 4,
        data: points.map(({ label, color, x: across, y: up }) => ({
          value: [across, up],
          itemStyle: { color: inked(color, look), borderColor: look.paper, borderWidth: 1 },
          label: {
            show: points.length <= mostNamed,
            position: isRight(across, drawing) ? 'left' : 'right',
            formatter: () => label,
            color: look.ink,
            fontSize: chartText.label,
            fontFamily: chartFont,
            width: 130,
            overflow: 'truncate',
          },
        })),
        labelLayout: { moveOverlap: 'shiftY' },
      },
    ],
  };
}

/** Whether a point lies in the right half, where a name beside it would leave the plot. */
function isRight(x: number, { points, xScale }: IntervalScatterDrawing): boolean {
  const all = points.map((point) => point.x);
  // A linear axis starts at 0; a logarithmic one ends at powers of ten, of which the middle of the data is near enough.
  const [low, high] = [xScale === 'log' ? Math.min(...all) : 0, Math.max(...all)];
  return xScale === 'log' ? x > Math.sqrt(low * high) : x > (low + high) / 2;
}

function describePoint({ points, xTitle, yTitle, formatX }: IntervalScatterDrawing, at: number): string {
  const point = points[at];
  if (!point) return '';
  const interval = point.low === null ? '' : ` [${formatNumber(point.low)}, ${formatNumber(point.high)}]`;
  return [
    escapeHtml(point.label),
    `<b>${formatNumber(point.y)}</b>${interval} ${escapeHtml(yTitle)}`,
    `<b>${escapeHtml(formatX(point.x))}</b> ${escapeHtml(xTitle)}`,
  ].join('<br>');
}
