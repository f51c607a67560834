'use client';

import { useCallback } from 'react';
import { formatNumber } from '../text/numbers';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import type { Place, TrajectoryDrawing } from './trajectory-drawing';
import { trajectoryPlaneOption } from './trajectory-plane-option';

/** The plane of one layer, large: reference points, authentic inputs, and where the input falls. */
export function TrajectoryPlane({
  drawing,
  plane,
  ...frame
}: ChartFrameProps & { readonly drawing: TrajectoryDrawing; readonly plane: number }) {
  const { height } = frame;
  const draw = useCallback(
    (look: ChartLook, width: number) => trajectoryPlaneOption(drawing, plane, { look, width, height }),
    [drawing, plane, height],
  );
  return <ChartFrame {...frame} draw={draw} table={() => tableOf(drawing, plane)} />;
}

function tableOf({ planes, classes, paths }: TrajectoryDrawing, plane: number): ChartTable {
  const line = (what: string, [x, y]: Place = [0, 0]) => [what, formatNumber(x), formatNumber(y)];
  return {
    columns: ['What', 'First direction', 'Second direction'],
    rows: [
      ...(planes[plane]?.points ?? []).map((place, at) =>
        line(`Reference point of ${classes[at]?.name ?? ''}`, place),
      ),
      ...paths.map(({ label, places }) => line(label, places[plane])),
    ],
  };
}
