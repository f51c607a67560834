'use client';

import { useMemo } from 'react';
import { LineChart, type LineDrawing, type MarkedPoint } from '../../charts/line-chart';
import { formatCount, formatEpsilon, formatShare } from '../../text/numbers';
import { groupColors } from '../../theme/colors';

/** Success against budget. */
export interface SecurityCurveProps {
  readonly name: string;
  readonly norm: string;
  readonly control: boolean;
  /** Images attacked. */
  readonly images: number;
  /** Whether the points are the epsilons that were tried, or a grid. */
  readonly tried: boolean;
  readonly points: readonly { readonly budget: number; readonly successRate: number }[];
}

/** Share of the images fooled within each budget. Unmodified images of a sample are classified correctly: it starts at 0. */
export function SecurityCurve({ name, norm, control, images, tried, points }: SecurityCurveProps) {
  const drawing = useMemo((): LineDrawing => {
    const all = tried ? [{ budget: 0, successRate: 0 }, ...points] : points;
    return {
      series: [
        {
          id: 'success',
          label: 'Success',
          color: control ? groupColors.CONTROL : groupColors.ADVERSARIAL,
          x: Float64Array.from(all, ({ budget }) => budget),
          y: Float64Array.from(all, ({ successRate }) => successRate),
        },
      ],
      x: { title: `Budget (${norm}, input units)`, min: 0 },
      y: { title: 'Share of images fooled', min: 0, max: 1 },
    };
  }, [norm, control, tried, points]);
  const marks = useMemo(
    (): MarkedPoint[] =>
      tried
        ? points.map(({ budget, successRate }) => ({ seriesId: 'success', x: budget, y: successRate }))
        : [],
    [tried, points],
  );
  const last = points.at(-1);
  return (
    <LineChart
      title={`Success against budget, n = ${formatCount(images)} images`}
      description={`Share of ${images} images that ${name} fools within a budget${
        last ? `: ${formatShare(last.successRate)} within ${formatEpsilon(last.budget)}` : ''
      }.`}
      height={280}
      fileName={`${name} security curve`}
      drawing={drawing}
      marks={marks}
    />
  );
}
