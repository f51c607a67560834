'use client';

import { useCallback } from 'react';
import { formatNumber } from '../text/numbers';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import type { TrajectoryDrawing } from './trajectory-drawing';
import { focusOption, trajectoryStackOption } from './trajectory-stack-option';

/** Planes of all layers in a row with the paths through them; a click on a plane brings it into focus. */
export function TrajectoryStack({
  drawing,
  focus,
  onFocus,
  ...frame
}: ChartFrameProps & {
  readonly drawing: TrajectoryDrawing;
  /** Number of the plane in focus. */
  readonly focus: number;
  readonly onFocus: (plane: number) => void;
}) {
  const draw = useCallback((look: ChartLook) => trajectoryStackOption(drawing, look), [drawing]);
  const overlay = useCallback((look: ChartLook) => focusOption(drawing, focus, look), [drawing, focus]);
  return (
    <ChartFrame
      {...frame}
      draw={draw}
      overlay={overlay}
      table={() => tableOf(drawing)}
      onPick={(_, plane) => onFocus(plane)}
    />
  );
}

function tableOf({ planes, classes, paths, distanceTitle }: TrajectoryDrawing): ChartTable {
  const named = paths.filter(({ kind }) => kind !== 'authentic');
  return {
    columns: ['Layer', 'Path', ...classes.map(({ name, role }) => (role ? `${name}, ${role}` : name))],
    rows: planes.flatMap(({ layer }, plane) =>
      named.map(({ label, distances }) => [layer, label, ...(distances[plane] ?? []).map(formatNumber)]),
    ),
    note: `In the cells: ${distanceTitle} to the class.`,
  };
}
