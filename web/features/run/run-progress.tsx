import { formatShare } from '../../text/numbers';
import { formatDuration } from '../../text/times';
import classes from './run.module.css';
import type { RunRowData } from './run-row';

/** How far a running run is, in its current stage, and how long that stage will take. */
export function RunProgressBar({ progress }: { progress: NonNullable<RunRowData['progress']> }) {
  const { stage, fraction, secondsLeft } = progress;
  return (
    <div className={classes.progress}>
      <Track label={stage} fraction={fraction} />
      <div className={classes.words}>
        <span>{stage}</span>
        <span>
          {secondsLeft !== null && secondsLeft > 0
            ? `${formatDuration(secondsLeft)} left`
            : wholePercent(fraction)}
        </span>
      </div>
    </div>
  );
}

/** A bar of which `fraction`, 0 to 1, is filled. */
export function Track({ label, fraction }: { label: string; fraction: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div className={classes.fill} style={{ width: `${percent}%` }} />
    </div>
  );
}

function wholePercent(fraction: number): string {
  return fraction < 0.01 ? formatShare(fraction) : `${Math.round(fraction * 100)} %`;
}
