'use client';

import { UnstyledButton } from '@mantine/core';
import { formatCount } from '../../text/numbers';
import { groupTitles } from '../../theme/colors';
import classes from './compare.module.css';
import { type countQuadrants, dotGroups, type Picked, type Quadrant, quadrants } from './disagreement';

/** The four quadrants as they lie in the chart, each with what is in it: the way to its inputs without a mouse. */
export function QuadrantButtons({
  names,
  counts,
  picked,
  onPick,
}: {
  readonly names: { readonly x: string; readonly y: string };
  readonly counts: ReturnType<typeof countQuadrants>;
  readonly picked: Picked;
  /** With nothing when the picked one is pressed again. */
  readonly onPick: (quadrant: Quadrant | null) => void;
}) {
  const titles: Readonly<Record<Quadrant, string>> = {
    onlyX: `Only ${names.x} flags`,
    onlyY: `Only ${names.y} flags`,
    both: 'Both flag',
    neither: 'Neither flags',
  };
  return (
    <fieldset className={classes.quadrants}>
      <legend className={classes.controlLabel}>Who flags at these thresholds</legend>
      {quadrants.map((quadrant) => (
        <UnstyledButton
          key={quadrant}
          className={classes.quadrant}
          aria-pressed={picked === quadrant}
          onClick={() => onPick(picked === quadrant ? null : quadrant)}
        >
          <span className={classes.quadrantTitle}>{titles[quadrant]}</span>
          {dotGroups.map((group) => {
            const count = counts[quadrant][group];
            return count > 0 ? (
              <span key={group} className={classes.quadrantCount}>
                {formatCount(count)} {groupTitles[group]}
              </span>
            ) : null;
          })}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
