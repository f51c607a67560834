import type { ECharts, EChartsCoreOption } from 'echarts/core';
import type { Circle } from './echarts-parts';

const radius = 5.5;

/** A point over a chart, by its values on the axes. */
export interface PlacedMark {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly border: string;
}

/** Puts marks in their places; without any, those of before, as after a change of size. */
export type PlaceMarks = (marks?: readonly PlacedMark[]) => void;

/**
 * Marks over a chart, on a layer of their own: they follow a slider, and as a part of the chart each step would compute and
 * draw all of its curves again.
 */
export function marksOver(chart: ECharts, Shape: typeof Circle): PlaceMarks {
  const surface = chart.getZr();
  const circles: Circle[] = [];
  let last: readonly PlacedMark[] = [];
  return (marks = last) => {
    last = marks;
    for (const gone of circles.splice(marks.length)) surface.remove(gone);
    marks.forEach(({ x, y, color, border }, at) => {
      const [cx = 0, cy = 0] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, [x, y]);
      const look = { shape: { cx, cy, r: radius }, style: { fill: color, stroke: border, lineWidth: 2 } };
      circles[at]?.attr(look);
      if (circles[at]) return;
      const circle = new Shape({ ...look, silent: true, zlevel: 1, z: 10 });
      circles.push(circle);
      surface.add(circle);
    });
  };
}

/** Marks as a part of a chart: for its pictures, which nothing moves in. */
export function markOption(marks: readonly PlacedMark[]): EChartsCoreOption {
  return {
    series: [
      {
        id: 'marks',
        type: 'scatter',
        silent: true,
        symbolSize: 2 * radius,
        z: 10,
        data: marks.map(({ x, y, color, border }) => ({
          value: [x, y],
          itemStyle: { color, borderColor: border, borderWidth: 2, opacity: 1 },
        })),
      },
    ],
  };
}
