'use client';

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { stepAxis } from '../../charts/step-axis';
import { titleOfMetric } from '../../text/names';
import { chartAccent } from '../../theme/colors';
import classes from './run.module.css';
import type { RunPageData } from './run-details';

type Series = RunPageData['metrics'][number];

/** Curves of a run: loss, accuracy, whatever it reports. */
export function MetricCurves({ metrics, name }: { metrics: readonly Series[]; name: string }) {
  const [all, setAll] = useState(false);
  // One point is no curve yet.
  const curves = metrics.filter(({ steps }) => steps.length > 1);
  const shown = all ? curves : curves.slice(0, fewCurves);
  return (
    <>
      <div className={classes.curves}>
        {shown.map((series) => (
          <MetricCurve key={series.name} series={series} run={name} />
        ))}
      </div>
      {shown.length < curves.length && (
        <Button variant="default" mt="lg" onClick={() => setAll(true)}>
          Show all {curves.length}
        </Button>
      )}
    </>
  );
}

/** Curves that are drawn without being asked for: each is a chart. */
const fewCurves = 12;

function MetricCurve({ series, run }: { series: Series; run: string }) {
  const { name, steps, values, thinned } = series;
  const title = titleOfMetric(name);
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
      x: stepAxis(name),
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
