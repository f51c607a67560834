'use client';

import { useCallback } from 'react';
import { formatNumber } from '../text/numbers';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import { type ScatterDrawing, type ScatterMarks, scatterMarks, scatterOption } from './score-scatter-option';
import { useBrush } from './use-brush';

export type { ScatterDrawing, ScatterGroup } from './score-scatter-option';

const mostTableRows = 500;

/** One score against another, a dot an input. A dragged rectangle picks dots; a click opens one. */
export function ScoreScatter({
  drawing,
  marks,
  onBrush,
  onOpen,
  ...frame
}: ChartFrameProps & {
  readonly drawing: ScatterDrawing;
  readonly marks: ScatterMarks;
  readonly onBrush: (area: NonNullable<ScatterMarks['area']>) => void;
  /** With the number of the input. */
  readonly onOpen: (index: number) => void;
}) {
  const draw = useCallback((look: ChartLook) => scatterOption(drawing, look), [drawing]);
  const overlay = useCallback((look: ChartLook) => scatterMarks(marks, drawing, look), [marks, drawing]);
  const { handlers, band, justBrushed } = useBrush(drawing, onBrush);
  return (
    <div style={{ position: 'relative' }} {...handlers}>
      <ChartFrame
        {...frame}
        draw={draw}
        overlay={overlay}
        table={() => tableOf(drawing)}
        onPick={(seriesId, dot) => {
          const index = drawing.groups[Number(seriesId.split('/')[1])]?.indices[dot];
          if (index !== undefined && !justBrushed()) onOpen(index);
        }}
      />
      {band}
    </div>
  );
}

function tableOf({ groups, xTitle, yTitle }: ScatterDrawing): ChartTable {
  const all = groups.flatMap(({ label, places, indices }) =>
    Array.from(indices, (index, dot) => ({ label, index, x: places[2 * dot], y: places[2 * dot + 1] })),
  );
  const rows = all.slice(0, mostTableRows);
  return {
    columns: ['Input', 'Group', xTitle, yTitle],
    rows: rows.map(({ label, index, x, y }) => [index, label, formatNumber(x), formatNumber(y)]),
    ...(all.length > rows.length && {
      note: `The first ${rows.length} of ${all.length} inputs; the quadrants beside the chart lead to all.`,
    }),
  };
}
