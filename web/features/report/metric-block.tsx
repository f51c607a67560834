'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing } from '../../charts/line-chart';
import { titleOfName } from '../../text/names';
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
        title={titleOf(name)}
        description={`${titleOf(name)} over steps of ${lines.map(({ run }) => run).join('; ')}.`}
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
    x: { title: name.startsWith('epoch') ? 'Epoch' : 'Step', format: wholeOnly },
    y: { title: titleOf(name) },
    key: lines.length > 1,
  };
}

/** A path of the tracker's user stays as it was written: loss/train is not a name of ours. */
const titleOf = (name: string): string => (/[/._ ]/.test(name) ? name : titleOfName(name));

/** There is no half step. */
const wholeOnly = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en-US') : '');
