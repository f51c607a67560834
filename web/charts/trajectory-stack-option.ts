import type { EChartsCoreOption } from 'echarts/core';
import { type ChartLook, chartFont, tooltip } from './chart-look';
import { describePlace } from './describe-place';
import { pathLine, pathMark } from './path-marks';
import { stackReach, standing, type TrajectoryDrawing } from './trajectory-drawing';

/** What ECharts hands to what draws an item. */
interface DrawingSurface {
  readonly getWidth: () => number;
  readonly getHeight: () => number;
}

/** Names of classes are written at planes that are so wide, those of layers beside each other where they are so wide. */
const [wideSlot, narrowSlot] = [120, 56];

/** All planes in a row with the paths through them, as ECharts takes them. */
export function trajectoryStackOption(drawing: TrajectoryDrawing, look: ChartLook): EChartsCoreOption {
  const { planes, paths } = drawing;
  const place = standingOf(drawing);
  const series = (id: string, count: number, draw: (at: number, api: DrawingSurface) => object) => ({
    id,
    type: 'custom',
    coordinateSystem: 'none',
    data: Array.from({ length: count }, (_, at) => [at]),
    renderItem: ({ dataIndex }: { dataIndex: number }, api: DrawingSurface) => draw(dataIndex, api),
  });
  const main = paths.findIndex(({ kind }) => kind === 'input');
  return {
    tooltip: {
      trigger: 'item',
      ...tooltip(look),
      formatter: ({ seriesId, dataIndex }: { seriesId: string; dataIndex: number }) =>
        describePlace(drawing, {
          plane: dataIndex,
          path: seriesId === 'plane' ? main : Number(seriesId.split('/')[1]),
        }),
    },
    series: [
      series('plane', planes.length, (at, api) => sheet(drawing, at, { ...place(api), look })),
      {
        ...series('classes', planes.length, (at, api) => classesOf(drawing, at, { ...place(api), look })),
        silent: true,
      },
      ...paths.flatMap((path, index) => {
        const through = series(`line/${index}`, 1, (_, api) => {
          const { at } = place(api);
          return pathLine(
            path,
            path.places.map((own, plane) => at(plane, own)),
            look,
          );
        });
        const places = series(`places/${index}`, planes.length, (plane, api) =>
          pathMark(path, place(api).at(plane, path.places[plane] ?? [0, 0]), look),
        );
        return path.kind === 'authentic'
          ? [{ ...through, silent: true }]
          : [{ ...through, silent: true }, places];
      }),
    ],
  };
}

/** The outline of the plane in focus, merged into a chart that is drawn already. */
export function focusOption(drawing: TrajectoryDrawing, focus: number, look: ChartLook): EChartsCoreOption {
  const place = standingOf(drawing);
  return {
    series: [
      {
        id: 'focus',
        type: 'custom',
        coordinateSystem: 'none',
        silent: true,
        z: 3,
        data: [[focus]],
        renderItem: (_: unknown, api: DrawingSurface) => ({
          type: 'polygon',
          shape: { points: place(api).corners(focus) },
          style: { fill: 'none', stroke: look.ink, lineWidth: 1.75 },
        }),
      },
    ],
  };
}

/** Measured anew each time that it is drawn: the chart follows the width of the page. */
function standingOf(drawing: TrajectoryDrawing) {
  const reaches = drawing.planes.map((_, plane) => stackReach(drawing, plane));
  return (api: DrawingSurface) => standing({ width: api.getWidth(), height: api.getHeight(), reaches });
}

type Standing = ReturnType<typeof standing> & { readonly look: ChartLook };

function sheet(
  drawing: TrajectoryDrawing,
  plane: number,
  { at, corners, slot, foot, look }: Standing,
): object {
  const [x] = at(plane, [0, 0]);
  return {
    type: 'group',
    children: [
      {
        type: 'polygon',
        shape: { points: corners(plane) },
        style: { fill: look.grid, opacity: 0.45, stroke: look.soft, lineWidth: 0.75 },
      },
      {
        type: 'text',
        x,
        y: foot,
        // Of narrow planes the names are turned, to stand beside each other.
        rotation: slot < narrowSlot ? Math.PI / 5 : 0,
        style: {
          text: drawing.planes[plane]?.layer ?? '',
          fill: look.ink,
          font: `11px ${chartFont}`,
          align: slot < narrowSlot ? 'right' : 'center',
          width: slot < narrowSlot ? 60 : slot,
          overflow: 'truncate',
        },
      },
    ],
  };
}

function classesOf(
  { planes, classes }: TrajectoryDrawing,
  plane: number,
  { at, slot, look }: Standing,
): object {
  const { points = [] } = planes[plane] ?? {};
  return {
    type: 'group',
    children: classes.flatMap(({ name, role }, index) => {
      const [x, y] = at(plane, points[index] ?? [0, 0]);
      const circle = {
        type: 'circle',
        shape: { cx: x, cy: y, r: role ? 3.5 : 2 },
        style: { fill: look.paper, stroke: look.ink, lineWidth: role ? 1.75 : 1 },
      };
      if (slot < wideSlot) return role && plane === 0 ? [circle, roleWord(role, { x, y, look })] : [circle];
      const text = {
        type: 'text',
        x: x + 6,
        y,
        style: {
          text: name,
          fill: role ? look.ink : look.soft,
          font: `${role ? 'bold ' : ''}11px ${chartFont}`,
          verticalAlign: 'middle',
          width: slot / 2,
          overflow: 'truncate',
        },
      };
      return [circle, text];
    }),
  };
}

/** What a class is to the input, above its point: where planes are narrow, at the first of them alone. */
function roleWord(
  role: string,
  { x, y, look }: { readonly x: number; readonly y: number; readonly look: ChartLook },
): object {
  return {
    type: 'text',
    x: x - 4,
    y: y - 6,
    z2: 10,
    style: {
      text: role,
      fill: look.ink,
      font: `bold 11px ${chartFont}`,
      verticalAlign: 'bottom',
      stroke: look.paper,
      lineWidth: 3,
    },
  };
}
