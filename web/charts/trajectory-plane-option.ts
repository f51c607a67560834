import type { EChartsCoreOption } from 'echarts/core';
import { type ChartLook, chartFont, chartText, fittedAxis, inked, tooltip } from './chart-look';
import { describePlace } from './describe-place';
import { escapeHtml } from './escape-html';
import { type DrawnPath, reachOf, type TrajectoryDrawing } from './trajectory-drawing';

const grid = { left: 56, right: 14, top: 8, bottom: 44 };

/** One plane, its two axes in one scale: what is drawn twice as far is twice as far within the plane. */
export function trajectoryPlaneOption(
  drawing: TrajectoryDrawing,
  plane: number,
  { look, width, height }: { look: ChartLook; width: number; height: number },
): EChartsCoreOption {
  const { planes, classes, paths, distanceTitle } = drawing;
  const [across, up] = [width - grid.left - grid.right, height - grid.top - grid.bottom];
  const half = reachOf(drawing, plane) * 1.12;
  const unit = (2 * half) / Math.max(1, Math.min(across, up));
  const layer = planes[plane]?.layer ?? '';
  const ends = (pixels: number) => ({ min: (-unit * pixels) / 2, max: (unit * pixels) / 2 });
  return {
    grid,
    tooltip: {
      trigger: 'item',
      ...tooltip(look),
      formatter: ({ seriesId, dataIndex }: { seriesId: string; dataIndex: number }) =>
        seriesId.startsWith('path/')
          ? describePlace(drawing, { plane, path: Number(seriesId.split('/')[1]) })
          : escapeHtml(
              seriesId === 'points'
                ? `Reference point of class ${classes[dataIndex]?.name ?? ''}`
                : `Authentic inputs of class ${classes[Number(seriesId.split('/')[1])]?.name ?? ''}`,
            ),
    },
    xAxis: fittedAxis(look, `First direction of the plane (${distanceTitle}, ${layer})`, {
      gap: 28,
      ends: ends(across),
    }),
    yAxis: fittedAxis(look, 'Second direction, same scale', { gap: 40, ends: ends(up) }),
    series: [
      ...classes.map(({ members }, index) => ({
        id: `members/${index}`,
        type: 'scatter',
        symbolSize: 5,
        itemStyle: { color: inked(authenticColor(paths), look), opacity: 0.3 },
        data: members.map((path) => path[plane] ?? [0, 0]),
      })),
      pointSeries(drawing, plane, look),
      ...paths.map((path, index) => pathSeries(path, { index, plane, look })),
      nameSeries(drawing, plane, { look, width }),
    ],
  };
}

/** Clusters are of authentic inputs, in their color. */
function authenticColor(paths: readonly DrawnPath[]) {
  return paths.find(({ kind }) => kind === 'authentic')?.color ?? { light: '', dark: '' };
}

/** Where ECharts would put a label, and the symbol that it is of. */
interface PlacedLabel {
  readonly labelRect: { readonly x: number; readonly width: number };
  readonly rect: { readonly x: number };
}

function pointSeries({ planes, classes }: TrajectoryDrawing, plane: number, look: ChartLook) {
  return {
    id: 'points',
    type: 'scatter',
    symbol: 'circle',
    z: 4,
    data: (planes[plane]?.points ?? []).map((value, at) => {
      const marked = Boolean(classes[at]?.role);
      return {
        value,
        symbolSize: marked ? 11 : 8,
        itemStyle: { color: look.paper, borderColor: look.ink, borderWidth: marked ? 2.5 : 1.25 },
      };
    }),
  };
}

/** Names of the reference points, above the inputs: one that lies on its class's point would cover its name. */
function nameSeries(
  { planes, classes }: TrajectoryDrawing,
  plane: number,
  { look, width }: { look: ChartLook; width: number },
) {
  return {
    id: 'names',
    type: 'scatter',
    silent: true,
    z: 8,
    symbolSize: 14,
    itemStyle: { color: 'transparent' },
    data: (planes[plane]?.points ?? []).map((value, at) => {
      const { name = '', role = '' } = classes[at] ?? {};
      return {
        value,
        label: {
          show: true,
          position: 'right',
          formatter: () => (role ? `${name} (${role})` : name),
          color: look.ink,
          fontWeight: role ? 'bold' : 'normal',
          fontSize: chartText.title,
          fontFamily: chartFont,
          textBorderColor: look.paper,
          textBorderWidth: 3,
        },
      };
    }),
    // Names keep off each other, and those that would run over the edge stand on the other side.
    labelLayout: ({ labelRect, rect }: PlacedLabel) => ({
      hideOverlap: false,
      moveOverlap: 'shiftY',
      ...(labelRect.x + labelRect.width > width && { x: rect.x - 5, align: 'right' }),
    }),
  };
}

function pathSeries(
  { kind, color, symbol, places }: DrawnPath,
  { index, plane, look }: { index: number; plane: number; look: ChartLook },
) {
  const own = inked(color, look);
  const hollow = kind === 'cleanTwin';
  return {
    id: `path/${index}`,
    type: 'scatter',
    symbol: hollow ? 'circle' : symbol,
    symbolSize: kind === 'authentic' ? 7 : 14,
    z: kind === 'authentic' ? 3 : 6,
    itemStyle: {
      color: hollow ? look.paper : own,
      borderColor: hollow ? own : look.paper,
      borderWidth: hollow ? 3 : 1,
      opacity: kind === 'authentic' ? 0.75 : 1,
    },
    data: [places[plane] ?? [0, 0]],
  };
}
