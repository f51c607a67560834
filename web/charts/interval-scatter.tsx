'use client';

import { useCallback } from 'react';
import { formatNumber } from '../text/numbers';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import { type IntervalScatterDrawing, intervalScatterOption } from './interval-scatter-option';

export type { IntervalScatterDrawing } from './interval-scatter-option';

/** Points with intervals, such as quality against cost. */
export function IntervalScatter({
  drawing,
  ...frame
}: ChartFrameProps & { readonly drawing: IntervalScatterDrawing }) {
  const draw = useCallback((look: ChartLook) => intervalScatterOption(drawing, look), [drawing]);
  return <ChartFrame {...frame} draw={draw} table={() => tableOf(drawing)} />;
}

function tableOf({ points, xTitle, yTitle, formatX }: IntervalScatterDrawing): ChartTable {
  return {
    columns: ['What', xTitle, yTitle, 'Low', 'High'],
    rows: points.map(({ mark, label, x, y, low, high }) => [
      `${mark} ${label}`,
      formatX(x),
      formatNumber(y),
      formatNumber(low),
      formatNumber(high),
    ]),
  };
}
