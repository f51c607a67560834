'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { stepAxis } from '../../charts/step-axis';
import { titleOfMetric } from '../../text/names';
import { chartAccent, detectorLookAt } from '../../theme/colors';
import type { BlockNamed } from './block-fields';
import classes from './report.module.css';

type MetricPanel = BlockNamed<'MetricPanel'>;

/** One metric of some runs, a curve each. */
export function MetricBlock({ panel }: { readonly panel: MetricPanel }) {
  const drawing = useMemo(() => drawingOf(panel), [panel]);
  const { name, lines } = panel;
  return (
    <div className={classes.single}>
      <LineChart
        title={titleOfMetric(name)}
        description={`${titleOfMetric(name)} over steps of ${lines.map(({ run }) => run).join('; ')}.`}
        height={320}
        fileName={name}
        drawing={drawing}
      />
    </div>
  );
}

function drawingOf({ name, lines }: MetricPanel): LineDrawing {
  return {
    series: lines.map(({ run, steps, values }, at) => ({
      id: String(at),
      label: run,
      // A single curve stands for nothing that has a color of its own.
      ...(lines.length === 1 ? { color: chartAccent } : detectorLookAt(at)),
      x: Float64Array.from(steps),
      // What is not finite leaves a gap.
      y: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)),
    })),
    x: stepAxis(name),
    y: { title: titleOfMetric(name) },
    key: lines.length > 1,
  };
}
