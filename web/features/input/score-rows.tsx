import { projectLooks } from '../../theme/colors';
import classes from './input.module.css';
import type { Input } from './input-query';
import { ScoreRow } from './score-row';

/** The score under each detector, on its axis, with the reason in a sentence. */
export function ScoreRows({
  input,
  sentences,
}: {
  readonly input: Input;
  /** By evaluation. */
  readonly sentences: ReadonlyMap<string, string>;
}) {
  const looks = projectLooks([
    ...input.evaluation.project.leaderboard.map(({ detector }) => detector),
    ...input.scores.map(({ evaluation }) => evaluation.detector),
  ]);
  return (
    <div className={classes.scores}>
      {input.scores.map((scored) => {
        const { id, detector } = scored.evaluation;
        return (
          <ScoreRow
            key={id}
            own={id === input.evaluation.id}
            detector={detector}
            look={looks.get(detector.name)}
            sentence={sentences.get(id) ?? ''}
            score={scored.score}
            threshold={scored.threshold}
            percentile={scored.percentileAmongAuthentic}
            authentic={scored.evaluation.scoreHistograms.find(({ group }) => group === 'AUTHENTIC')}
            group={input.group}
          />
        );
      })}
    </div>
  );
}
