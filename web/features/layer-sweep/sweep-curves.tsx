'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing, type LineSeries } from '../../charts/line-chart';
import { LineKey } from '../../charts/line-key';
import { capitalized } from '../../text/names';
import { controlDash, detectorLooks, groupColors } from '../../theme/colors';

/** A layer's AUC at each k. */
export interface LayerCurve {
  readonly layer: string;
  readonly aucs: readonly (number | null)[];
}

/** What the curves are given. */
export interface SweepCurvesProps {
  readonly name: string;
  readonly ks: readonly number[];
  readonly curves: readonly LayerCurve[];
  /** The same against a control, drawn dashed; none where it is not wanted. */
  readonly control: readonly LayerCurve[];
  readonly title: string;
  readonly measure: string;
}

/** AUC over k, a line a layer. */
export function SweepCurves({ name, ks, curves, control, title, measure }: SweepCurvesProps) {
  const drawing = useMemo((): LineDrawing => {
    const looks = detectorLooks(curves.map(({ layer }) => layer));
    const series = (of: readonly LayerCurve[], look: Partial<LineSeries>, word = '') =>
      of.map(({ layer, aucs }): LineSeries => {
        const places = aucs.flatMap((auc, at) => (auc === null ? [] : [at]));
        return {
          id: `${layer}${word}`,
          label: `${layer}${word}`,
          color: looks.get(layer)?.color ?? groupColors.CONTROL,
          dash: looks.get(layer)?.dash ?? 'solid',
          x: Float64Array.from(places, (at) => ks[at] ?? 0),
          y: Float64Array.from(places, (at) => aucs[at] ?? 0),
          ...look,
        };
      });
    return {
      series: [...series(curves, {}), ...series(control, { dash: controlDash }, ', noise')],
      x: { title: 'Neighbors looked at, k', min: ks[0] ?? 1, max: ks.at(-1) ?? 1, whole: true },
      y: { title: capitalized(measure), min: lowest([...curves, ...control]), max: 1 },
    };
  }, [ks, curves, control, measure]);
  return (
    <LineChart
      title={capitalized(title)}
      description={`${capitalized(measure)} over k, a line for each of ${curves.length} layers.`}
      height={340}
      fileName={`${name} over k`}
      drawing={drawing}
    >
      <LineKey series={drawing.series} />
    </LineChart>
  );
}

/** The axis starts at the twentieth below the least value: chance is far below most layers. */
function lowest(curves: readonly LayerCurve[]): number {
  const least = curves
    .flatMap(({ aucs }) => aucs)
    .reduce<number>((low, auc) => (auc === null ? low : Math.min(low, auc)), 1);
  return Math.min(0.95, Math.floor(least * 20) / 20);
}
