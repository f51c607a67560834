'use client';

import { useMemo } from 'react';
import { Histogram, type HistogramDrawing } from '../../charts/histogram';
import { type DetectorLook, groupColors } from '../../theme/colors';
import classes from './compare.module.css';
import { DetectorSwatch } from './detector-swatch';

/** Scores of one detector, group by group. */
export interface ScoreHistogramProps {
  readonly name: string;
  readonly look: DetectorLook;
  /** Stable: other groups are drawn anew. */
  readonly groups: readonly (Omit<HistogramDrawing['groups'][number], 'color'> & {
    readonly group: keyof typeof groupColors;
  })[];
  /** Drawn across all groups, with the share of each group above it. */
  readonly threshold: number;
  readonly flagged: readonly (number | null)[];
  readonly exportNote?: string | undefined;
}

/** How the scores of a detector are spread, with a threshold and what lies above it. */
export function ScoreHistogram({ name, look, groups, threshold, flagged, exportNote }: ScoreHistogramProps) {
  const drawing = useMemo<HistogramDrawing>(
    () => ({
      groups: groups.map((group) => ({ ...group, color: groupColors[group.group] })),
      xTitle: 'Score (higher: more likely adversarial)',
    }),
    [groups],
  );
  const marked = useMemo(
    () => ({
      value: threshold,
      notes: flagged.map((rate) => (rate === null ? '' : `${(100 * rate).toFixed(1)} % flagged`)),
    }),
    [threshold, flagged],
  );
  return (
    <Histogram
      drawing={drawing}
      threshold={marked}
      fileName={`scores-${name}`}
      exportNote={exportNote}
      description={`Scores of ${name}: ${groups.map(({ label, n }) => `${label}, ${n} inputs`).join('; ')}.`}
      title={
        <span className={classes.named}>
          <DetectorSwatch look={look} /> {name}
        </span>
      }
    />
  );
}
