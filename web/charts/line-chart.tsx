'use client';

import { useCallback } from 'react';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import { keyHeight, type LineDrawing, lineOption, type MarkedPoint, placedMarks } from './line-option';

export type { LineAxis, LineDrawing, LineSeries, MarkedPoint } from './line-option';

const mostTableRows = 500;

/** Curves over a common x axis, with intervals and marked points. Give it a stable `drawing`: a new one is drawn anew. */
export function LineChart({
  drawing,
  marks,
  height,
  ...frame
}: ChartFrameProps & { readonly drawing: LineDrawing; readonly marks?: readonly MarkedPoint[] }) {
  const draw = useCallback((look: ChartLook, width: number) => lineOption(drawing, look, width), [drawing]);
  const placed = useCallback((look: ChartLook) => placedMarks(marks ?? [], drawing, look), [marks, drawing]);
  return (
    <ChartFrame
      {...frame}
      height={height + keyHeight(drawing)}
      draw={draw}
      marks={placed}
      table={() => lineTable(drawing)}
    />
  );
}

function lineTable({ series, x, y }: LineDrawing): ChartTable {
  const all = series.flatMap(({ label, x: xs, y: ys }) =>
    Array.from(xs, (value, at) => [label, number(value), number(ys[at] ?? 0)]),
  );
  const stride = Math.ceil(all.length / mostTableRows);
  const rows = all.filter((_, at) => at % stride === 0);
  return {
    columns: ['Curve', x.title, y.title],
    rows,
    ...(stride > 1 && { note: `Every ${stride}th of ${all.length} points.` }),
  };
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
