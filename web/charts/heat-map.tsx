'use client';

import { useCallback } from 'react';
import { formatNumber } from '../text/numbers';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import { type HeatMapDrawing, heatMapOption } from './heat-map-option';

export { type HeatMapDrawing, heatMapGradient } from './heat-map-option';

/** A grid of numbers as colors, such as a layers x classes map. */
export function HeatMap({
  drawing,
  onPick,
  ...frame
}: ChartFrameProps & {
  readonly drawing: HeatMapDrawing;
  /** A click on a cell, by its numbers. */
  readonly onPick?: (row: number, column: number) => void;
}) {
  const draw = useCallback((look: ChartLook) => heatMapOption(drawing, look), [drawing]);
  return (
    <ChartFrame
      {...frame}
      draw={draw}
      table={() => tableOf(drawing)}
      {...(onPick && {
        onPick: (_: string, index: number) =>
          onPick(Math.floor(index / drawing.columns.length), index % drawing.columns.length),
      })}
    />
  );
}

function tableOf({ rows, columns, rowTitle, values, valueTitle }: HeatMapDrawing): ChartTable {
  return {
    columns: [rowTitle, ...columns],
    rows: rows.map((row, at) => [
      row,
      ...Array.from(values.subarray(at * columns.length, (at + 1) * columns.length), formatNumber),
    ]),
    note: `In the cells: ${valueTitle}.`,
  };
}
