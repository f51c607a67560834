import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../text/numbers';
import type { SchemeColor } from '../theme/colors';
import { axis, type ChartLook, chartFont, chartText, inked, tooltip } from './chart-look';
import type { PlacedMark } from './placed-marks';

/** A curve. x and y have one length; so have low and high where there is an interval. */
export interface LineSeries {
  readonly id: string;
  readonly label: string;
  /** Stands before the label in the key, such as its AUC. */
  readonly note?: string;
  readonly color: SchemeColor;
  readonly dash?: readonly number[] | 'solid';
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/** An axis: its title says what it measures and in which unit. */
export interface LineAxis {
  readonly title: string;
  readonly min?: number;
  readonly max?: number;
  /** A logarithmic axis starts at `min`, which must be positive; points left of it are drawn on its edge. */
  readonly scale?: 'linear' | 'log';
  /** Ticks stand at whole numbers only. */
  readonly whole?: boolean;
  readonly format?: (value: number) => string;
}

/** A place on a curve that is pointed out. */
export interface MarkedPoint {
  readonly seriesId: string;
  readonly x: number;
  readonly y: number;
}

/** What a line chart shows: its series, axes and marked points. */
export interface LineDrawing {
  readonly series: readonly LineSeries[];
  readonly x: LineAxis;
  readonly y: LineAxis;
  /** Draws y = x: chance, for a ROC curve. */
  readonly diagonal?: boolean;
  /** Names each curve at its right end. */
  readonly endLabels?: boolean;
  /** Names the curves in the lower right corner, which a ROC curve leaves empty, or above the plot. */
  readonly key?: boolean | 'above';
}

/** Height of a curve's line in the key, in pixels. */
const keyLine = 17;

/** What a key above the plot takes of the height of a chart. */
export function keyHeight({ key, series }: Pick<LineDrawing, 'key' | 'series'>): number {
  return key === 'above' ? 8 + keyLine * series.length : 0;
}

/** The chart as ECharts takes it. */
export function lineOption(drawing: LineDrawing, look: ChartLook, width: number): EChartsCoreOption {
  const { series, x, y, endLabels } = drawing;
  return {
    grid: { left: 56, right: endLabels ? 120 : 16, top: 10 + keyHeight(drawing), bottom: 48 },
    tooltip: {
      trigger: 'axis',
      ...tooltip(look),
      valueFormatter,
      axisPointer: { lineStyle: { color: look.soft, width: 1 } },
    },
    ...(drawing.key && { legend: keyOf(drawing, look, width) }),
    xAxis: lineAxis(x, axis(look, x.title)),
    yAxis: lineAxis(y, axis(look, y.title, 40)),
    series: [
      ...(drawing.diagonal ? [diagonalSeries(drawing, look)] : []),
      ...series.flatMap((curve) => bandSeries(curve, x, look)),
      ...series.map((curve) => curveSeries(curve, drawing, look)),
    ],
  };
}

/** The marked points as they stand over a chart. */
export function placedMarks(
  marks: readonly MarkedPoint[],
  { series, x }: LineDrawing,
  look: ChartLook,
): PlacedMark[] {
  const colors = new Map(series.map(({ id, color }) => [id, inked(color, look)]));
  return marks.map((mark) => ({
    x: onAxis(mark.x, x),
    y: mark.y,
    color: colors.get(mark.seriesId) ?? look.ink,
    border: look.paper,
  }));
}

function valueFormatter(value: unknown): string {
  return typeof value === 'number' ? formatNumber(value) : '';
}

function keyOf({ series, key }: LineDrawing, look: ChartLook, width: number) {
  return {
    data: series.map(({ label }) => label),
    formatter: (name: string) => {
      const note = series.find(({ label }) => label === name)?.note;
      return note === undefined ? name : `${note}  ${name}`;
    },
    orient: 'vertical',
    ...(key === 'above' ? { left: 52, top: 0 } : { right: 26, bottom: 58 }),
    itemWidth: 22,
    // Of no height: only the line with its dash, without the circle that ECharts sets on it.
    itemHeight: 0.1,
    itemGap: 6,
    selectedMode: false,
    textStyle: {
      color: look.ink,
      fontSize: chartText.label,
      fontFamily: chartFont,
      // A long name must not cover the curves.
      width: key === 'above' ? width - 110 : Math.min(340, width * 0.6),
      overflow: 'truncate',
    },
  };
}

function lineAxis({ scale = 'linear', format, min, max, whole }: LineAxis, set: ReturnType<typeof axis>) {
  const axisLabel = { ...set.axisLabel, hideOverlap: true, ...(format && { formatter: format }) };
  return {
    ...set,
    type: scale === 'log' ? 'log' : 'value',
    min,
    max,
    axisLabel,
    ...(whole && { minInterval: 1 }),
  };
}

/** A logarithmic axis has no 0: what lies left of its start is drawn at its edge. */
function onAxis(value: number, { scale, min = 0 }: LineAxis): number {
  return scale === 'log' ? Math.max(min, value) : value;
}

function pairs(xs: Float64Array, ys: Float64Array, x: LineAxis): [number, number][] {
  return Array.from(xs, (value, at) => [onAxis(value, x), ys[at] ?? 0]);
}

function curveSeries(
  { id, label, color, dash, x: xs, y: ys }: LineSeries,
  { x, endLabels }: LineDrawing,
  look: ChartLook,
) {
  return {
    id,
    name: label,
    type: 'line',
    data: pairs(xs, ys, x),
    showSymbol: false,
    symbol: 'none',
    color: inked(color, look),
    lineStyle: { color: inked(color, look), width: 1.75, type: dash ?? 'solid' },
    emphasis: { focus: 'series', lineStyle: { width: 2.5 } },
    z: 3,
    ...(endLabels && {
      endLabel: {
        show: true,
        formatter: '{a}',
        color: look.ink,
        fontSize: chartText.label,
        fontFamily: chartFont,
      },
      labelLayout: { moveOverlap: 'shiftY' },
    }),
  };
}

/** The interval as one polygon: up along its upper edge and back along the lower one. */
function bandSeries({ id, color, x: xs, low, high }: LineSeries, x: LineAxis, look: ChartLook) {
  if (!low || !high || xs.length === 0) return [];
  const edge = [...pairs(xs, high, x), ...pairs(xs, low, x).reverse()];
  return [
    {
      id: `band/${id}`,
      type: 'custom',
      silent: true,
      tooltip: { show: false },
      data: [[edge[0]?.[0] ?? 0, 0]],
      clip: true,
      z: 1,
      renderItem: (_: unknown, api: { coord: (point: number[]) => number[] }) => ({
        type: 'polygon',
        shape: { points: edge.map((point) => api.coord(point)) },
        style: { fill: inked(color, look), opacity: 0.14 },
      }),
    },
  ];
}

function diagonalSeries({ x, y }: LineDrawing, look: ChartLook) {
  const from = x.min ?? 0;
  const to = Math.min(x.max ?? 1, y.max ?? 1);
  // Straight on linear axes, bent on a logarithmic one: enough points for both.
  const steps = Array.from({ length: 101 }, (_, at) =>
    x.scale === 'log' ? from * (to / from) ** (at / 100) : from + ((to - from) * at) / 100,
  );
  return {
    id: 'diagonal',
    name: 'Chance',
    type: 'line',
    silent: true,
    showSymbol: false,
    tooltip: { show: false },
    lineStyle: { color: look.soft, width: 1, type: 'dotted' },
    data: steps.map((value) => [value, value]),
    z: 1,
  };
}
