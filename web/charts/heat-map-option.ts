import type { EChartsCoreOption } from 'echarts/core';
import { formatNumber } from '../text/numbers';
import { divergingRamps, ramps } from '../theme/colors';
import { axis, type ChartLook, chartFont, chartText, tooltip } from './chart-look';
import { escapeHtml } from './escape-html';

/** A grid of numbers, such as layers x classes. */
export interface HeatMapDrawing {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** What the numbers are, with their unit. */
  readonly valueTitle: string;
  /** Row by row; shown in the tooltip and the table. */
  readonly values: Float64Array;
  /** What decides the color: 0 to 1, or -1 to 1 when `diverging`. */
  readonly shades: Float64Array;
  readonly diverging?: boolean;
  /** What a column is, in a word; a class unless said. */
  readonly columnWord?: string;
  /** Letters under columns that are pointed out. */
  readonly marks?: ReadonlyMap<number, string>;
}

/** The chart as ECharts takes it. */
export function heatMapOption(drawing: HeatMapDrawing, look: ChartLook): EChartsCoreOption {
  const { rows, columns, rowTitle, columnTitle, shades, diverging, marks } = drawing;
  const scheme = look.dark ? 'dark' : 'light';
  const category = {
    type: 'category',
    axisLine: { show: false },
    axisTick: { show: false },
    splitArea: { show: false },
  };
  const [x, y] = [axis(look, columnTitle, marks?.size ? 42 : 28), axis(look, rowTitle, 52)];
  return {
    grid: { left: 68, right: 6, top: 4, bottom: marks?.size ? 58 : 44 },
    tooltip: {
      trigger: 'item',
      ...tooltip(look),
      formatter: ({ dataIndex }: { dataIndex: number }) => describeCell(drawing, dataIndex),
    },
    xAxis: {
      ...x,
      ...category,
      data: columns.map((name, at) => `${name}\n{mark|${marks?.get(at) ?? ''}}`),
      axisLabel: { ...x.axisLabel, interval: columns.length > 30 ? 'auto' : 0, rich: markStyle(look) },
    },
    yAxis: { ...y, ...category, data: [...rows], inverse: true },
    visualMap: {
      show: false,
      min: diverging ? -1 : 0,
      max: 1,
      dimension: 2,
      inRange: { color: (diverging ? divergingRamps : ramps)[scheme] },
    },
    series: [
      {
        id: 'cells',
        type: 'heatmap',
        data: Array.from(shades, (shade, at) => [
          at % columns.length,
          Math.floor(at / columns.length),
          // ECharts' word for nothing to draw.
          Number.isNaN(shade) ? '-' : shade,
        ]),
        itemStyle: { borderColor: look.paper, borderWidth: columns.length > 60 ? 0 : 1.5, borderRadius: 2 },
        emphasis: { itemStyle: { borderColor: look.ink, borderWidth: 1.5 } },
      },
    ],
  };
}

/** The ramp as a CSS gradient, for the key beside the charts. */
export function heatMapGradient(dark: boolean, diverging = false): string {
  const ramp = (diverging ? divergingRamps : ramps)[dark ? 'dark' : 'light'];
  return `linear-gradient(to right, ${ramp.join(', ')})`;
}

function describeCell(
  { rows, columns, values, valueTitle, columnWord = 'class' }: HeatMapDrawing,
  at: number,
): string {
  const row = rows[Math.floor(at / columns.length)] ?? '';
  const column = columns[at % columns.length] ?? '';
  return `${escapeHtml(row)}, ${escapeHtml(columnWord)} ${escapeHtml(column)}<br><b>${formatNumber(values[at])}</b> ${escapeHtml(valueTitle)}`;
}

function markStyle(look: ChartLook) {
  return {
    mark: {
      color: look.ink,
      fontWeight: 700,
      fontSize: chartText.label,
      lineHeight: 15,
      fontFamily: chartFont,
    },
  };
}
