import { type BinnedScores, histogramBars } from './histogram-bars';
import classes from './score-axis.module.css';

const height = 64;
const axisAt = 44;
const gutter = 0.05;

/** One score on its axis: how authentic inputs are spread behind it, and the threshold. Drawn on the server. */
export function ScoreAxis({
  score,
  threshold,
  authentic,
  group,
  label,
}: {
  readonly score: number;
  readonly threshold: number | null;
  readonly authentic: BinnedScores | undefined;
  /** Decides the color of the score's mark. */
  readonly group: 'AUTHENTIC' | 'ERROR' | 'ADVERSARIAL' | 'CONTROL';
  /** What it shows, in a sentence, for screen readers. */
  readonly label: string;
}) {
  const low = authentic?.edges[0] ?? 0;
  const high = authentic?.edges.at(-1) ?? 1;
  const place = (value: number) => {
    const part = (value - low) / (high - low || 1);
    return 100 * (gutter + (1 - 2 * gutter) * Math.max(0, Math.min(1, part)));
  };
  // A score of exactly 0 or 1 stands at the bar of those, beyond the end of the axis.
  const aside = score === 0 && low === 0 ? -1.7 : score === 1 && high === 1 ? 1.7 : 0;
  const bars = authentic ? histogramBars(authentic) : [];
  const most = Math.max(...bars.map(({ share }) => share), 1e-9);
  return (
    <svg width="100%" height={height} role="img" aria-label={label} className={classes.axis}>
      {bars.map(({ from, to, share, exactly }) => {
        const tall = Math.max(1.5, 36 * Math.sqrt(share / most));
        const shift = exactly === null ? 0 : exactly === 0 ? -2.6 : 0.8;
        return (
          <rect
            key={`${from}-${exactly}`}
            className={classes.authentic}
            x={`${place(from) + shift}%`}
            width={`${exactly === null ? Math.max(0.4, place(to) - place(from) - 0.25) : 1.8}%`}
            y={axisAt - tall}
            height={tall}
          />
        );
      })}
      <line x1="0" x2="100%" y1={axisAt} y2={axisAt} className={classes.line} />
      {[low, (low + high) / 2, high].map((value) => (
        <text key={value} x={`${place(value)}%`} y={height - 4} textAnchor="middle" className={classes.tick}>
          {Number(value.toPrecision(3))}
        </text>
      ))}
      {threshold !== null && (
        <line
          x1={`${place(threshold)}%`}
          x2={`${place(threshold)}%`}
          y1={2}
          y2={axisAt + 4}
          className={classes.threshold}
        />
      )}
      <svg
        x={`${place(score) + aside}%`}
        y={0}
        overflow="visible"
        className={classes.score}
        data-group={group}
      >
        <title>This input</title>
        <line x1={0} x2={0} y1={8} y2={axisAt} />
        <path d="M-5 0H5L0 9z" />
      </svg>
    </svg>
  );
}
