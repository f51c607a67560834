'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { formatEpsilon } from '../../text/numbers';
import { detectorDashes, groupColors } from '../../theme/colors';
import classes from './attack-set.module.css';

/** How an attack went at each of its budgets. */
export interface TraceChartsProps {
  readonly name: string;
  readonly budgets: readonly (number | null)[];
  readonly traces: readonly { readonly loss: readonly number[]; readonly success: readonly number[] }[];
}

/** Loss and success by query, a line for each budget. */
export function TraceCharts({ name, budgets, traces }: TraceChartsProps) {
  const loss = useMemo(() => drawingOf(budgets, traces, 'loss'), [budgets, traces]);
  const success = useMemo(() => drawingOf(budgets, traces, 'success'), [budgets, traces]);
  return (
    <div className={classes.traces}>
      <LineChart
        title="Loss"
        description={`Cross-entropy that ${name} reached, by number of the query.`}
        height={240}
        fileName={`${name} loss`}
        drawing={loss}
      />
      <LineChart
        title="Success"
        description={`Share of the images that ${name} had fooled, by number of the query.`}
        height={240}
        fileName={`${name} success`}
        drawing={success}
      />
    </div>
  );
}

function drawingOf(
  budgets: TraceChartsProps['budgets'],
  traces: TraceChartsProps['traces'],
  of: 'loss' | 'success',
): LineDrawing {
  return {
    series: traces.map((trace, at) => ({
      id: String(at),
      label: formatEpsilon(budgets[at] ?? null),
      color: groupColors.ADVERSARIAL,
      dash: detectorDashes[at % detectorDashes.length] ?? 'solid',
      x: Float64Array.from(trace[of], (_, query) => query + 1),
      y: Float64Array.from(trace[of]),
    })),
    x: { title: 'Query', min: 0 },
    y: of === 'loss' ? { title: 'Cross-entropy' } : { title: 'Share of images fooled', min: 0, max: 1 },
    endLabels: traces.length > 1,
  };
}
