import type { TrajectoryDrawing } from '../../charts/trajectory-drawing';
import type { groupTitles } from '../../theme/colors';
import classes from './input.module.css';

/** What the lines and marks of the planes are, in words. */
export function TrajectoryKey({
  group,
  drawing: { paths },
}: {
  readonly group: keyof typeof groupTitles;
  readonly drawing: TrajectoryDrawing;
}) {
  const authentic = paths.filter(({ kind }) => kind === 'authentic').length;
  return (
    <ul className={classes.pathKey}>
      <li data-group={group}>
        <KeyLine width={2.5} /> this input
      </li>
      {paths.some(({ kind }) => kind === 'cleanTwin') && (
        <li data-group="AUTHENTIC">
          <KeyLine width={2} dash="6 4" /> its clean twin
        </li>
      )}
      {authentic > 0 && (
        <li data-group="AUTHENTIC">
          <KeyLine width={1} /> {authentic} authentic inputs of the predicted class
        </li>
      )}
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        reference point of a class, bold: predicted and true
      </li>
    </ul>
  );
}

function KeyLine({ width, dash }: { readonly width: number; readonly dash?: string }) {
  return (
    <svg width="26" height="8" aria-hidden="true">
      <line x1="0" x2="26" y1="4" y2="4" stroke="currentColor" strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}
