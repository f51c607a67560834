import { type EChartsOption, init } from 'echarts';

const ink = '#24292f';
const quiet = '#6b7280';
const font = { fontFamily: 'Helvetica, Arial, sans-serif', color: ink, fontSize: 12 };
const ramp = ['#fbfbfa', '#c5d9d6', '#85b5b0', '#3f8a84', '#0b4f4a'];
/** The hues of Okabe and Ito, told apart by people who see few colors; dashes tell lines apart without any. */
const hues = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#8c6d31'];
const dashes = ['solid', 'dashed', 'dotted'] as const;

/** A grid of AUCs as SVG, each cell with its figure: 0.5 and below is pale, 1 is dark; `null` stays empty. */
export function aucGrid({
  rows,
  columns,
  values,
}: {
  rows: readonly string[];
  columns: readonly string[];
  values: readonly (readonly (number | null)[])[];
}): string {
  const cells = values.flatMap((line, y) =>
    line.flatMap((value, x) => (value === null ? [] : [{ place: [x, y], value }])),
  );
  return svg([390 + 44 * columns.length, 190 + 20 * rows.length], {
    textStyle: font,
    grid: { left: 300, right: 90, top: 180, bottom: 10 },
    xAxis: {
      type: 'category',
      position: 'top',
      data: [...columns],
      axisLabel: { ...font, interval: 0, rotate: -60, align: 'left', verticalAlign: 'middle', margin: 12 },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: [...rows],
      axisLabel: { ...font, interval: 0, width: 290, overflow: 'truncate' },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    visualMap: { show: false, min: 0.5, max: 1, dimension: 2, inRange: { color: ramp } },
    series: [
      {
        type: 'heatmap',
        data: cells.map(({ place, value }) => ({
          value: [...place, value],
          label: { color: value > 0.85 ? '#ffffff' : ink },
        })),
        label: {
          show: true,
          fontSize: 10,
          formatter: ({ value }) => (value as number[])[2]?.toFixed(2) ?? '', // as given above
        },
        itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
      },
    ],
  });
}

/** Lines of a figure: points in data units. */
export interface FigureLine {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** Lines over a common axis as SVG, with a legend below. */
export function lines({
  xTitle,
  yTitle,
  drawn,
  yRange = [0, 1],
  logarithmic = false,
}: {
  xTitle: string;
  yTitle: string;
  drawn: readonly FigureLine[];
  yRange?: readonly [number, number];
  logarithmic?: boolean;
}): string {
  const axis = {
    nameTextStyle: font,
    axisLabel: { ...font, color: quiet },
    splitLine: { lineStyle: { color: '#eceff1' } },
  };
  return svg([760, 400 + 18 * Math.ceil(drawn.length / 3)], {
    textStyle: font,
    grid: { left: 60, right: 20, top: 20, bottom: 70 + 18 * Math.ceil(drawn.length / 3) },
    legend: { bottom: 0, left: 60, textStyle: font, itemWidth: 26 },
    xAxis: {
      ...axis,
      type: logarithmic ? 'log' : 'value',
      name: xTitle,
      nameLocation: 'middle',
      nameGap: 30,
      min: 'dataMin',
      max: 'dataMax',
    },
    yAxis: {
      ...axis,
      type: 'value',
      name: yTitle,
      nameLocation: 'middle',
      nameGap: 40,
      min: yRange[0],
      max: yRange[1],
    },
    series: drawn.map(({ name, points }, at) => ({
      type: 'line',
      name,
      data: points.map((point) => [...point]),
      showSymbol: points.length <= 20,
      symbolSize: 5,
      color: hues[at % hues.length] ?? ink,
      lineStyle: { width: 1.6, type: dashes[Math.floor(at / hues.length) % dashes.length] ?? 'solid' },
    })),
  });
}

function svg([width, height]: readonly [number, number], option: EChartsOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}
