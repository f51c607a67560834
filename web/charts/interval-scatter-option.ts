import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../text/numbers';
import type { SchemeColor } from '../theme/colors';
import { type ChartLook, chartFont, inked, tooltip, valueAxis } from './chart-look';
import { escapeHtml } from './escape-html';
import { type Box, placeNames } from './placed-names';

/** A point with an interval upwards and downwards. */
export interface IntervalPoint {
  readonly label: string;
  /** Stands for the label where there is no room for it, such as its number in a table beside the chart. */
  readonly mark: string;
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
        data: points.map(({ color, x: across, y: up }) => ({
          value: [across, up],
          itemStyle: { color: inked(color, look), borderColor: look.paper, borderWidth: 1 },
        })),
      },
      nameSeries(points, look),
    ],
  };
}

/** Width of a letter of a name, in pixels: rather more than they have on average. */
const letterWidth = 6.4;
const mostLetters = 34;

/** Names beside the points, or their marks. One datum draws them all, for each gives way to the others. */
function nameSeries(points: readonly IntervalPoint[], look: ChartLook) {
  const names = points.map(({ mark, label }) => {
    const name = label.length > mostLetters ? `${label.slice(0, mostLetters - 1).trimEnd()}…` : label;
    return `${mark} ${name}`;
  });
  return {
    id: 'names',
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    z: 5,
    data: points.slice(0, 1).map((point) => [point.x, point.y]),
    renderItem: (
      { coordSys: { x, y, width, height } }: { coordSys: Plot },
      api: { coord: (place: number[]) => number[] },
    ) => {
      const at = points.map((point, index) => {
        const [across = 0, up = 0] = api.coord([point.x, point.y]);
        return {
          x: across,
          y: up,
          width: (names[index]?.length ?? 0) * letterWidth,
          markWidth: point.mark.length * letterWidth,
        };
      });
      // The frame has some room beyond the axes.
      const within = { left: x + 2, right: x + width + 20, top: y - 8, bottom: y + height };
      const intervals = points.map((point, index): Box => {
        const across = at[index]?.x ?? 0;
        const [, top = 0] = api.coord([point.x, point.high ?? point.y]);
        const [, bottom = 0] = api.coord([point.x, point.low ?? point.y]);
        return { left: across - 1, right: across + 1, top, bottom };
      });
      const places = placeNames(at, within, intervals);
      return {
        type: 'group',
        children: places.flatMap((place, index) =>
          place
            ? [
                ...(place.moved ? [leader(at[index] ?? place, place, look)] : []),
                {
                  type: 'text',
                  x: place.x,
                  y: place.y,
                  style: {
                    text: place.whole ? names[index] : points[index]?.mark,
                    align: place.align,
                    verticalAlign: 'middle',
                    fill: look.ink,
                    font: `11px ${chartFont}`,
                  },
                },
              ]
            : [],
        ),
      };
    },
  };
}

/** A thin line from a point to its name. */
function leader(from: { x: number; y: number }, to: { x: number; y: number }, look: ChartLook) {
  return {
    type: 'line',
    shape: { x1: from.x, y1: from.y, x2: to.x + Math.sign(from.x - to.x) * 2, y2: to.y },
    style: { stroke: look.soft, lineWidth: 0.75 },
  };
}

interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function describePoint({ points, xTitle, yTitle, formatX }: IntervalScatterDrawing, at: number): string {
  const point = points[at];
  if (!point) return '';
  const interval = point.low === null ? '' : ` [${formatNumber(point.low)}, ${formatNumber(point.high)}]`;
  return [
    escapeHtml(`${point.mark} ${point.label}`),
    `<b>${formatNumber(point.y)}</b>${interval} ${escapeHtml(yTitle)}`,
    `<b>${escapeHtml(formatX(point.x))}</b> ${escapeHtml(xTitle)}`,
  ].join('<br>');
}
