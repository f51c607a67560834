'use client';

import { useCallback } from 'react';
import { ChartFrame, type ChartFrameProps, type ChartTable } from './chart-frame';
import type { ChartLook } from './chart-look';
import { histogramBars } from './histogram-bars';
import {
  type HistogramDrawing,
  type HistogramThreshold,
  histogramHeight,
  histogramOption,
  thresholdOption,
} from './histogram-option';

export type { HistogramDrawing, HistogramGroup, HistogramThreshold } from './histogram-option';

/** How the scores of several groups are spread, one row a group, with the threshold across all. */
export function Histogram({
  drawing,
  threshold,
  ...frame
}: Omit<ChartFrameProps, 'height'> & {
  readonly drawing: HistogramDrawing;
  readonly threshold: HistogramThreshold;
}) {
  const draw = useCallback((look: ChartLook) => histogramOption(drawing, look), [drawing]);
  const overlay = useCallback(
    (look: ChartLook) => thresholdOption(threshold, drawing, look),
    [threshold, drawing],
  );
  const height = histogramHeight(drawing.groups);
  return (
    <ChartFrame {...frame} height={height} draw={draw} overlay={overlay} table={() => tableOf(drawing)} />
  );
}

function tableOf({ groups }: HistogramDrawing): ChartTable {
  return {
    columns: ['Group', 'Score', 'Inputs', 'Share'],
    rows: groups.flatMap((group) =>
      histogramBars(group).map(({ from, to, exactly, count, share }) => [
        group.label,
        exactly === null
          ? `${Number(from.toPrecision(3))} to ${Number(to.toPrecision(3))}`
          : `exactly ${exactly}`,
        count,
        `${(100 * share).toPrecision(3)} %`,
      ]),
    ),
    note: 'Inputs with a score of exactly 0 or 1 are counted apart from the bin around them.',
  };
}
