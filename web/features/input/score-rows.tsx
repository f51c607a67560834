import Link from 'next/link';
import { ScoreAxis } from '../../charts/score-axis';
import { paths } from '../../lib/paths';
import { formatNumber, formatShare } from '../../text/numbers';
import { detectorLooks, groupColors } from '../../theme/colors';
import { DetectorSwatch } from '../compare/detector-swatch';
import classes from './input.module.css';
import type { Input, InputScore } from './input-query';

/** The score under each detector, on its axis, with the reason in a sentence. */
export function ScoreRows({
  input,
  sentences,
}: {
  readonly input: Input;
  /** By evaluation. */
  readonly sentences: ReadonlyMap<string, string>;
}) {
  const names = [
    ...input.evaluation.project.leaderboard.map(({ detector }) => detector.name),
    ...input.scores.map(({ evaluation }) => evaluation.detector.name),
  ];
  const looks = detectorLooks(names);
  return (
    <div className={classes.scores}>
      {input.scores.map((scored) => {
        const { id, detector } = scored.evaluation;
        return (
          <div key={id} className={classes.scoreRow} data-own={id === input.evaluation.id || undefined}>
            <div>
              <span className={classes.named}>
                <DetectorSwatch
                  look={looks.get(detector.name) ?? { color: groupColors.CONTROL, dash: 'solid' }}
                />
                <Link href={paths.detector(detector.id)} className={classes.plainLink}>
                  {detector.name}
                </Link>
              </span>
              <p className={classes.sentence}>{sentences.get(id) ?? ''}</p>
            </div>
            <ScoreAxis
              score={scored.score}
              threshold={scored.threshold}
              authentic={scored.evaluation.scoreHistograms.find(({ group }) => group === 'AUTHENTIC')}
              group={input.group}
              label={inWords(scored)}
            />
            <Verdict scored={scored} />
          </div>
        );
      })}
    </div>
  );
}

function Verdict({ scored: { score, threshold, flagged } }: { readonly scored: InputScore }) {
  return (
    <div className={classes.verdict}>
      <span className={classes.score}>{formatNumber(score)}</span>
      <span className={flagged ? classes.flagged : classes.quiet}>{flagged ? '▲ flagged' : 'passed'}</span>
      <span className={classes.quiet}>threshold {formatNumber(threshold)}</span>
    </div>
  );
}

function inWords({ score, threshold, flagged, percentileAmongAuthentic, evaluation }: InputScore): string {
  return `${evaluation.detector.name}: score ${formatNumber(score)}, threshold ${formatNumber(threshold)}, ${
    flagged ? 'flagged' : 'not flagged'
  }; ${formatShare(percentileAmongAuthentic)} of authentic inputs score lower.`;
}
