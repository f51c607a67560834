import type { BinnedScores } from '../../charts/histogram-bars';
import { ScoreAxis } from '../../charts/score-axis';
import { paths } from '../../lib/paths';
import { PageLink } from '../../parts/page-link';
import { formatNumber, formatShare } from '../../text/numbers';
import { type DetectorLook, groupColors, type groupTitles } from '../../theme/colors';
import { DetectorSwatch } from '../compare/detector-swatch';
import classes from './input.module.css';

/** One detector's score of one image, as a row shows it. */
export interface RowScore {
  readonly detector: { readonly id: string; readonly name: string };
  readonly look: DetectorLook | undefined;
  /** Why it got its score. */
  readonly sentence: string;
  readonly score: number;
  readonly threshold: number | null;
  /** Share of authentic inputs that score lower; null where that is not known. */
  readonly percentile: number | null;
  /** How authentic inputs score. */
  readonly authentic: BinnedScores | undefined;
  /** Decides the color of the score's mark. */
  readonly group: keyof typeof groupTitles;
  /** Whether it is the detector whose page led here. */
  readonly own?: boolean;
}

/** The score under one detector: its name with the reason, the axis, the verdict. */
export function ScoreRow({ own = false, ...row }: RowScore) {
  const { detector, look, sentence, score, threshold, authentic, group } = row;
  return (
    <div className={classes.scoreRow} data-own={own || undefined}>
      <div>
        <span className={classes.named}>
          <DetectorSwatch look={look ?? { color: groupColors.CONTROL, dash: 'solid' }} />
          <PageLink href={paths.detector(detector.id)} className={classes.plainLink}>
            {detector.name}
          </PageLink>
        </span>
        <p className={classes.sentence}>{sentence}</p>
      </div>
      <ScoreAxis
        score={score}
        threshold={threshold}
        authentic={authentic}
        group={group}
        label={inWords(row)}
      />
      <div className={classes.verdict}>
        <span className={classes.score}>{formatNumber(score)}</span>
        <span className={isFlagged(row) ? classes.flagged : classes.quiet}>
          {isFlagged(row) ? '▲ flagged' : 'not flagged'}
        </span>
        <span className={classes.quiet}>threshold {formatNumber(threshold)}</span>
      </div>
    </div>
  );
}

function isFlagged({ score, threshold }: Pick<RowScore, 'score' | 'threshold'>): boolean {
  return threshold !== null && score > threshold;
}

function inWords(row: RowScore): string {
  const { detector, score, threshold, percentile } = row;
  const verdict = isFlagged(row) ? 'flagged' : 'not flagged';
  const among = percentile === null ? '' : `; ${formatShare(percentile)} of authentic inputs score lower`;
  return `${detector.name}: score ${formatNumber(score)}, threshold ${formatNumber(threshold)}, ${verdict}${among}.`;
}
