'use client';

import { useMemo } from 'react';
import type { LineDrawing, MarkedPoint } from '../../charts/line-chart';
import { formatUnit } from '../../text/numbers';
import { threatNote } from '../../text/threat-words';
import { detectorLookAt } from '../../theme/colors';
import { mostBands } from '../compare/compare-state';
import { positionAtFalsePositiveRate, rocPoints } from '../compare/operating-point';
import { RocCharts } from '../compare/roc-charts';
import type { BlockNamed } from './block-fields';

type RocPanel = BlockNamed<'RocPanel'>;

/** ROC curves, with where each detector works at the false positive rate of the panel. */
export function RocBlock({ panel }: { readonly panel: RocPanel }) {
  const { curves, marks } = useMemo(() => drawnOf(panel), [panel]);
  const { lines, axis, attack } = panel;
  const some = lines.find(({ curve }) => curve)?.curve;
  if (!some) return <p>There is no curve: one of the two groups is empty.</p>;
  return (
    <RocCharts
      curves={curves}
      marks={marks}
      axis={axis}
      over={attack ?? 'all attacks pooled'}
      nPositive={some.nPositive}
      nNegative={Math.max(...lines.map(({ curve }) => curve?.nNegative ?? 0))}
      exportNote={threatNote(
        lines.map(({ detector }) => ({ name: detector.name, level: detector.strongestThreatLevel })),
      )}
    />
  );
}

function drawnOf({ lines, falsePositiveRate }: RocPanel) {
  const banded = lines.length <= mostBands;
  const curves: LineDrawing['series'][number][] = [];
  const marks: MarkedPoint[] = [];
  lines.forEach(({ detector, curve }, at) => {
    if (!curve) return;
    const id = String(at);
    const points = rocPoints(curve);
    curves.push({
      id,
      label: detector.name,
      note: formatUnit(curve.auc),
      ...detectorLookAt(detector.place),
      x: points.falsePositiveRate,
      y: points.truePositiveRate,
      ...(banded && {
        low: Float64Array.from(curve.truePositiveRateLow),
        high: Float64Array.from(curve.truePositiveRateHigh),
      }),
    });
    if (falsePositiveRate === null) return;
    const { falsePositiveRate: x, truePositiveRate: y } = positionAtFalsePositiveRate(
      points,
      falsePositiveRate,
    );
    marks.push({ seriesId: id, x, y });
  });
  return { curves, marks };
}
