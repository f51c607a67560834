'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { titleOfName } from '../../text/names';
import { chartAccent } from '../../theme/colors';
import classes from './run.module.css';
import type { RunPageData } from './run-details';

type Series = RunPageData['metrics'][number];

/** Curves of a run: loss, accuracy, whatever it reports. */
export function MetricCurves({ metrics, name }: { metrics: readonly Series[]; name: string }) {
  return (
    <div className={classes.curves}>
      {metrics
        // One point is no curve yet.
        .filter(({ steps }) => steps.length > 1)
        .map((series) => (
          <MetricCurve key={series.name} series={series} run={name} />
        ))}
    </div>
  );
}

function MetricCurve({ series, run }: { series: Series; run: string }) {
  const { name, steps, values, thinned } = series;
  const title = titleOfName(name);
  const drawing = useMemo(
    (): LineDrawing => ({
      series: [
        {
          id: name,
          label: title,
          color: chartAccent,
          x: Float64Array.from(steps),
          // What is not finite leaves a gap.
          y: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)),
        },
      ],
      x: { title: name.startsWith('epoch') ? 'Epoch' : 'Step', format: wholeOnly },
      y: { title },
    }),
    [name, title, steps, values],
  );
  return (
    <LineChart
      title={title}
      description={`${title} of ${run} over ${steps.length} steps${thinned ? ', some left out' : ''}.`}
      height={240}
      fileName={`${run} ${name}`}
      drawing={drawing}
    />
  );
}

/** There is no half step. */
function wholeOnly(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : '';
}
