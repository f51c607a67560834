import { readFragment } from '@fiducial/schema';
import Link from 'next/link';
import { paths } from '../../lib/paths';
import { formatEpsilon, formatNumber } from '../../text/numbers';
import { GroupMark } from './group-mark';
import classes from './input.module.css';
import { type ListedEvaluation, ListedInputFields } from './input-list-query';
import { PixelImage } from './pictures';

/** Inputs as pictures with what the model said, their score and the verdict; each leads to its page. */
export function InputGrid({
  evaluation,
  threshold,
  query,
}: {
  readonly evaluation: ListedEvaluation;
  readonly threshold: number;
  /** The filter, which the page of an input needs for its neighbors in the list. */
  readonly query: Readonly<Record<string, string>>;
}) {
  return (
    <ol className={classes.grid}>
      {evaluation.inputs.edges.map(({ cursor, node }) => {
        const input = readFragment(ListedInputFields, node);
        const { index, group, labelName, predicted, label, score, attackSet, epsilon } = input;
        const isRight = predicted.classIndex === label;
        const flagged = score > threshold;
        return (
          <li key={index}>
            <Link
              className={classes.tile}
              href={paths.input(evaluation.id, index, { ...query, at: cursor })}
              prefetch={false}
            >
              <PixelImage
                lazy
                picture={input.image}
                size={112}
                alt={`Input ${index}: true class ${labelName}, predicted ${predicted.className}`}
              />
              <span className={classes.tileClasses}>
                {isRight ? (
                  <>is and seen as {labelName}</>
                ) : (
                  <>
                    {labelName} seen as <strong>{predicted.className}</strong>
                  </>
                )}
              </span>
              <span className={classes.tileScore}>
                {formatNumber(score)}{' '}
                <span className={classes.quiet}>{flagged ? 'flagged' : 'not flagged'}</span>
              </span>
              <GroupMark group={group} />
              {attackSet && (
                <span className={classes.tileAttack}>
                  {attackSet.name}
                  {epsilon === null ? `, ${formatEpsilon(null)}` : ` ε ${formatEpsilon(epsilon)}`}
                </span>
              )}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
