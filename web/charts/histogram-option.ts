import type { EChartsCoreOption } from 'echarts/core';
import { formatCount } from '../text/numbers';
import type { SchemeColor } from '../theme/colors';
import { axis, type ChartLook, chartFont, chartText, inked, tooltip } from './chart-look';
import { escapeHtml } from './escape-html';
import { type BinnedScores, type HistogramBar, histogramBars } from './histogram-bars';

/** One group of scores, drawn as a row of its own. */
export interface HistogramGroup extends BinnedScores {
  readonly label: string;
  readonly color: SchemeColor;
}

/** What a histogram shows: groups over shared bins, and thresholds across them. */
export interface HistogramDrawing {
  /** All over the same edges. */
  readonly groups: readonly HistogramGroup[];
  readonly xTitle: string;
}

/** The threshold on the axis, and what is said at the end of each row. */
export interface HistogramThreshold {
  readonly value: number;
  /** One a group, such as "93 % flagged". */
  readonly notes: readonly string[];
}

const gutter = 0.07;
const rowFill = 0.82;

/** Letters of a label that fit a line beside the axis, and lines that it may have. */
const lineLetters = 19;
const mostLines = 3;
const labelLine = 15;

/** Height that gives every row room for the lines of its label. */
export function histogramHeight(groups: readonly Pick<HistogramGroup, 'label'>[]): number {
  const most = Math.max(1, ...groups.map(({ label }) => labelLines(label).length));
  return 62 + groups.length * (42 + (most - 1) * labelLine);
}

/** A label in lines, broken between words; what is more than they hold is cut. */
function labelLines(label: string): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= lineLetters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]}…`];
}

/**
 * A row for each group over a common score axis; the height of a bar goes with the square root of its share, so that a
 * tail of a few inputs is seen beside a peak of hundreds. Mass at exactly 0 or 1 has a bar of its own beyond the axis.
 */
export function histogramOption({ groups, xTitle }: HistogramDrawing, look: ChartLook): EChartsCoreOption {
  const edges = groups[0]?.edges ?? [0, 1];
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const span = high - low || 1;
  const bars = groups.map(histogramBars);
  const most = Math.max(...bars.flat().map(({ share }) => share), 1e-9);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => Number((low + part * span).toPrecision(3)));
  const set = axis(look, xTitle);
  const rows = {
    type: 'category',
    inverse: true,
    axisTick: { show: false },
    splitLine: { show: false },
  };
  return {
    grid: { left: 128, right: 104, top: 6, bottom: 46 },
    tooltip: { trigger: 'item', ...tooltip(look) },
    xAxis: {
      ...set,
      type: 'value',
      min: low - gutter * span,
      max: high + gutter * span,
      axisTick: { ...set.axisTick, customValues: ticks },
      axisLabel: { ...set.axisLabel, customValues: ticks },
    },
    yAxis: [
      {
        ...rows,
        data: groups.map(({ label, n }) =>
          [...labelLines(label).map((line) => `{label|${line}}`), `{n|n = ${formatCount(n)}}`].join('\n'),
        ),
        axisLine: { show: false },
        axisLabel: { rich: labelStyles(look), overflow: 'truncate', width: 118 },
      },
    ],
    series: groups.map((group, row) => rowSeries(group, bars[row] ?? [], { row, low, high, most, look })),
  };
}

/** Only the threshold and the notes, merged into a chart that is drawn already. */
export function thresholdOption(
  { value, notes }: HistogramThreshold,
  { groups }: HistogramDrawing,
  look: ChartLook,
): EChartsCoreOption {
  return {
    series: [
      {
        id: 'threshold',
        type: 'custom',
        silent: true,
        z: 8,
        data: [[value, 0]],
        renderItem: (
          { coordSys }: { coordSys: Box },
          api: { coord: (point: number[]) => number[]; size: (of: number[]) => number[] },
        ) => {
          const [at = 0] = api.coord([value, 0]);
          const x = Math.max(coordSys.x, Math.min(coordSys.x + coordSys.width, at));
          const rowHeight = coordSys.height / Math.max(1, groups.length);
          return {
            type: 'group',
            children: [
              {
                type: 'line',
                shape: { x1: x, x2: x, y1: coordSys.y, y2: coordSys.y + coordSys.height },
                style: { stroke: look.ink, lineWidth: 1.25, lineDash: [4, 3] },
              },
              ...notes.map((text, row) => ({
                type: 'text',
                style: {
                  text,
                  x: coordSys.x + coordSys.width + 10,
                  y: coordSys.y + (row + 0.5) * rowHeight,
                  textVerticalAlign: 'middle',
                  fill: look.soft,
                  font: `11px ${chartFont}`,
                },
              })),
            ],
          };
        },
      },
    ],
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface RowPlace {
  readonly row: number;
  readonly low: number;
  readonly high: number;
  readonly most: number;
  readonly look: ChartLook;
}

function rowSeries(group: HistogramGroup, bars: readonly HistogramBar[], place: RowPlace) {
  const { row, low, high, most, look } = place;
  const span = high - low || 1;
  return {
    id: `row/${row}`,
    type: 'custom',
    // Bars of no width stand beyond the end of the axis that they are at.
    data: bars.map(({ from, to, share, exactly }) => {
      if (exactly === 0 && low === 0) return [low - 0.055 * span, low - 0.02 * span, row, share];
      if (exactly === 1 && high === 1) return [high + 0.02 * span, high + 0.055 * span, row, share];
      return exactly === null
        ? [from, to, row, share]
        : [from - 0.006 * span, from + 0.006 * span, row, share];
    }),
    encode: { x: [0, 1], y: 2 },
    tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => describeBar(group, bars[dataIndex]) },
    renderItem: (_: unknown, api: DrawingApi) => {
      const [from = 0, bottom = 0] = api.coord([api.value(0), row]);
      const [to = 0] = api.coord([api.value(1), row]);
      const band = (api.size([0, 1])[1] ?? 0) * rowFill;
      const height = Math.max(1.5, band * Math.sqrt(api.value(3) / most));
      return {
        type: 'rect',
        shape: { x: from + 0.5, width: Math.max(1, to - from - 1), y: bottom + band / 2 - height, height },
        style: { fill: inked(group.color, look) },
      };
    },
    z: 3,
  };
}

interface DrawingApi {
  readonly value: (dimension: number) => number;
  readonly coord: (point: number[]) => number[];
  readonly size: (of: number[]) => number[];
}

function describeBar({ label, n }: HistogramGroup, bar?: HistogramBar): string {
  if (!bar) return '';
  const where =
    bar.exactly === null
      ? `score ${Number(bar.from.toPrecision(3))} to ${Number(bar.to.toPrecision(3))}`
      : `score exactly ${bar.exactly}`;
  return `<b>${escapeHtml(label)}</b><br>${where}<br>${bar.count} of ${n} (${(100 * bar.share).toPrecision(3)} %)`;
}

function labelStyles(look: ChartLook) {
  return {
    label: { color: look.ink, fontSize: chartText.title, lineHeight: labelLine, fontFamily: chartFont },
    n: { color: look.soft, fontSize: 10.5, lineHeight: 13, fontFamily: chartFont },
  };
}
