'use client';

import { useMemo } from 'react';
import classes from './compare.module.css';
import type { ScoreSpreads } from './compare-details';
import { type ComparedDetector, exportNote } from './compared-detector';
import { ScoreHistogram } from './score-histogram';
import type { WorkingPoint } from './use-threshold';

/** Score distributions, a panel a detector, the threshold across all of its groups. */
export function ScorePanel({
  detectors,
  spreads,
  points,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly spreads: ScoreSpreads;
  readonly points: readonly WorkingPoint[];
}) {
  const known = useMemo(() => new Map(spreads.map((of) => [of.id, of.scoreHistograms])), [spreads]);
  return (
    <div className={classes.pair}>
      {detectors.map((detector, at) => {
        const point = points[at];
        const groups = known.get(detector.id);
        return point && groups ? (
          <DetectorScores key={detector.id} detector={detector} groups={groups} point={point} />
        ) : null;
      })}
    </div>
  );
}

function DetectorScores({
  detector,
  groups,
  point,
}: {
  readonly detector: ComparedDetector;
  readonly groups: ScoreSpreads[number]['scoreHistograms'];
  readonly point: WorkingPoint;
}) {
  const { name, look } = detector;
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
