'use client';

import { useMemo } from 'react';
import { Histogram, type HistogramDrawing } from '../../charts/histogram';
import { groupColors } from '../../theme/colors';
import classes from './compare.module.css';
import { type ComparedDetector, exportNote } from './compared-detector';
import { DetectorSwatch } from './detector-swatch';
import type { WorkingPoint } from './use-threshold';

/** Score distributions, a panel a detector, the threshold across all of its groups. */
export function ScorePanel({
  detectors,
  points,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly points: readonly WorkingPoint[];
}) {
  return (
    <div className={classes.pair}>
      {detectors.map((detector, at) => {
        const point = points[at];
        return point ? <DetectorScores key={detector.id} detector={detector} point={point} /> : null;
      })}
    </div>
  );
}

function DetectorScores({
  detector,
  point,
}: {
  readonly detector: ComparedDetector;
  readonly point: WorkingPoint;
}) {
  const { name, look, evaluated } = detector;
  const groups = evaluated.scoreHistograms;
  const drawing = useMemo<HistogramDrawing>(
    () => ({
      groups: groups.map((group) => ({ ...group, color: groupColors[group.group] })),
      xTitle: 'Score (higher: more likely adversarial)',
    }),
    [groups],
  );
  const { counted, threshold } = point;
  const marked = useMemo(
    () => ({
      value: threshold,
      notes: groups.map(({ group, attackSet }) => {
        const rate = counted.groups.find(
          (of) => of.group === group && (of.attackSet?.id ?? null) === (attackSet?.id ?? null),
        )?.rate;
        return rate === undefined ? '' : `${(100 * rate).toFixed(1)} % flagged`;
      }),
    }),
    [groups, counted, threshold],
  );
  return (
    <Histogram
      drawing={drawing}
      threshold={marked}
      fileName={`scores-${evaluated.detector.name}`}
      exportNote={exportNote([detector])}
      description={`Scores of ${name}: ${groups.map(({ label, n }) => `${label}, ${n} inputs`).join('; ')}.`}
      title={
        <span className={classes.named}>
          <DetectorSwatch look={look} /> {name}
        </span>
      }
    />
  );
}
