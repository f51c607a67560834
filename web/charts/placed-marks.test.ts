import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { graphic, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { afterEach, expect, test } from 'vitest';
import { markOption, marksOver } from './placed-marks';

use([LineChart, ScatterChart, GridComponent, SVGRenderer]);

const option = {
  animation: false,
  grid: { left: 0, right: 0, top: 0, bottom: 0 },
  xAxis: { type: 'value', min: 0, max: 1, show: false },
  yAxis: { type: 'value', min: 0, max: 1, show: false },
  series: [{ type: 'line', data: [[0, 0]] }],
};
const charts: ReturnType<typeof init>[] = [];
afterEach(() => {
  for (const chart of charts.splice(0)) chart.dispose();
});

/** A chart of 200 by 100 pixels whose axes fill it, without a browser. */
function chartOf() {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 200, height: 100 });
  charts.push(chart);
  chart.setOption(option);
  return chart;
}

type Chart = ReturnType<typeof chartOf>;
const circlesOf = (chart: Chart) =>
  chart
    .getZr()
    .storage.getDisplayList(true)
    .filter((one) => one instanceof graphic.Circle && one.zlevel === 1)
    .map((one) => one as InstanceType<typeof graphic.Circle>);
const placesOf = (chart: Chart) => circlesOf(chart).map(({ shape: { cx, cy } }) => [cx, cy]);
const mark = (x: number, y: number) => ({ x, y, color: '#123456', border: '#ffffff' });

test('marks stand at their values on the axes, and move, come and go with them', () => {
  const chart = chartOf();
  const place = marksOver(chart, graphic.Circle);
  place([mark(0.5, 0.5), mark(1, 0)]);
  expect(placesOf(chart)).toEqual([
    [100, 50],
    [200, 100],
  ]);
  const [first] = circlesOf(chart);
  expect(first?.style).toMatchObject({ fill: '#123456', stroke: '#ffffff' });
  place([mark(0.25, 1)]);
  expect(placesOf(chart)).toEqual([[50, 0]]);
  // Moved, not made anew.
  expect(circlesOf(chart)[0]).toBe(first);
  place([]);
  expect(placesOf(chart)).toEqual([]);
});

test('after a change of size they stand at the same values', () => {
  const chart = chartOf();
  const place = marksOver(chart, graphic.Circle);
  place([mark(0.5, 0.5)]);
  chart.resize({ width: 400, height: 300 });
  place();
  expect(placesOf(chart)).toEqual([[200, 150]]);
});

test('they stay when the chart is drawn anew', () => {
  const chart = chartOf();
  const place = marksOver(chart, graphic.Circle);
  place([mark(0.5, 0.5)]);
  chart.setOption({ ...option, xAxis: { type: 'value', min: 0, max: 2, show: false } }, { notMerge: true });
  place();
  expect(placesOf(chart)).toEqual([[50, 50]]);
});

test('a picture has them as a series, in the same places and colors', () => {
  const chart = chartOf();
  chart.setOption(markOption([mark(0.5, 0.5)]));
  expect(chart.renderToSVGString()).toMatch(/5\.5,100,50\)" fill="#123456" stroke="#ffffff"/);
});
