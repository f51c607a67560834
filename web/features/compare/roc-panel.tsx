'use client';

import { useMemo } from 'react';
import type { LineDrawing, MarkedPoint } from '../../charts/line-chart';
import { formatUnit } from '../../text/numbers';
import classes from './compare.module.css';
import { type ComparedDetector, exportNote } from './compared-detector';
import type { Evaluated } from './compared-evaluation-fields';
import { RocCharts } from './roc-charts';
import type { WorkingPoint } from './use-threshold';

/** ROC curves of all detectors, once on a linear and once on a logarithmic axis, with where each works. */
export function RocPanel({
  detectors,
  points,
  over,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly points: readonly WorkingPoint[];
  /** What the curves are over, such as an attack's name. */
  readonly over: string;
}) {
  const curves = useMemo(() => curvesOf(detectors), [detectors]);
  const marks = useMemo(() => marksOf(detectors, points), [detectors, points]);
  const curve = detectors.find(({ curve }) => curve)?.curve;
  if (!curve)
    return (
      <p className={classes.nothing}>
        There is no curve over {over}: one of the two groups is empty. Choose another attack or other inputs.
      </p>
    );
  return (
    <RocCharts
      curves={curves}
      marks={marks}
      over={over}
      nPositive={curve.nPositive}
      nNegative={Math.max(...detectors.map(({ curve }) => curve?.nNegative ?? 0))}
      exportNote={exportNote(detectors)}
    />
  );
}

function curvesOf(detectors: readonly ComparedDetector[]): LineDrawing['series'] {
  return detectors.flatMap(({ id, name, look, curve, evaluated }) =>
    curve
      ? [
          {
            id,
            label: name,
            note: formatUnit(evaluated.rocCurve?.auc),
            color: look.color,
            dash: look.dash,
            x: curve.falsePositiveRate,
            y: curve.truePositiveRate,
            ...bandOf(evaluated),
          },
        ]
      : [],
  );
}

function marksOf(detectors: readonly ComparedDetector[], points: readonly WorkingPoint[]): MarkedPoint[] {
  return detectors.flatMap(({ id }, at) => {
    const position = points[at]?.position;
    return position ? [{ seriesId: id, x: position.falsePositiveRate, y: position.truePositiveRate }] : [];
  });
}

/** The interval around the true positive rates, where it was asked for. */
function bandOf({ rocCurve }: Evaluated): { low?: Float64Array; high?: Float64Array } {
  const { truePositiveRateLow: low, truePositiveRateHigh: high } = rocCurve ?? {};
  return low && high ? { low: Float64Array.from(low), high: Float64Array.from(high) } : {};
}
