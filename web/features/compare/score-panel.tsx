'use client';

import { memo, useMemo } from 'react';
import classes from './compare.module.css';
import { type ComparedDetector, exportNote } from './compared-detector';
import { ScoreHistogram } from './score-histogram';
import type { WorkingPoint } from './use-threshold';

/** Score distributions, a panel a detector, the threshold across all of its groups. */
export const ScorePanel = memo(function ScorePanel({
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
});

function DetectorScores({
  detector,
  point,
}: {
  readonly detector: ComparedDetector;
  readonly point: WorkingPoint;
}) {
  const { name, look, evaluated } = detector;
  const groups = evaluated.scoreHistograms;
  const { counted, threshold } = point;
  const flagged = useMemo(
    () =>
      groups.map(
        ({ group, attackSet }) =>
          counted.groups.find(
            (of) => of.group === group && (of.attackSet?.id ?? null) === (attackSet?.id ?? null),
          )?.rate ?? null,
      ),
    [groups, counted],
  );
  return (
    <ScoreHistogram
      name={name}
      look={look}
      groups={groups}
      threshold={threshold}
      flagged={flagged}
      exportNote={exportNote([detector])}
    />
  );
}
