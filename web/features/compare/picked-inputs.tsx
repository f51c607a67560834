'use client';

import { readFragment } from '@fiducial/schema';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { paths } from '../../lib/paths';
import { useAnswer } from '../../lib/use-answer';
import { TryAgain } from '../../parts/try-again';
import { formatCount, formatNumber } from '../../text/numbers';
import { GroupMark } from '../input/group-mark';
import { ListedInputFields } from '../input/input-list-query';
import { PixelImage } from '../input/pictures';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import { PickedInputsQuery, type ScoredX, type ScoredY } from './disagreement-query';

/** So many pictures at first and with each step, up to as many as the API gives at once. */
const [step, most] = [24, 96];

/** The inputs of a quadrant or an area, with both scores; each leads to its page. */
export function PickedInputs({
  sides: { x, y },
  scores,
  indices,
}: {
  readonly sides: { readonly x: ComparedDetector; readonly y: ComparedDetector };
  readonly scores: { readonly x: ScoredX; readonly y: ScoredY };
  readonly indices: readonly number[];
}) {
  const [count, setCount] = useState(step);
  const shown = indices.slice(0, count);
  const { data, failed, pending, again } = useAnswer(
    PickedInputsQuery,
    { id: x.id, indices: shown },
    shown.length > 0,
  );
  const inputs = data?.node?.__typename === 'Evaluation' ? data.node.inputsAt : [];
  if (indices.length === 0) return <p className={classes.nothing}>No input lies there.</p>;
  return (
    <div aria-busy={pending} aria-live="polite">
      <p className={classes.pickedNote}>
        {failed ? (
          <TryAgain again={again}>The inputs did not come.</TryAgain>
        ) : (
          `${formatCount(Math.min(count, indices.length))} of ${formatCount(indices.length)} inputs, adversarial ones first.`
        )}
      </p>
      <ol className={classes.pickedInputs}>
        {inputs.map((masked) => {
          const { index, group, labelName, predicted, image } = readFragment(ListedInputFields, masked);
          return (
            <li key={index}>
              <Link className={classes.pickedInput} href={paths.input(x.id, index)} prefetch={false}>
                <PixelImage
                  lazy
                  picture={image}
                  size={84}
                  alt={`Input ${index}: true class ${labelName}, predicted ${predicted.className}`}
                />
                <span>
                  {labelName} seen as <strong>{predicted.className}</strong>
                </span>
                <GroupMark group={group} />
                <span className={classes.quiet}>
                  {formatNumber(scores.x.scores.score[index])} · {formatNumber(scores.y.scores.score[index])}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
      {count < Math.min(most, indices.length) && (
        <Button variant="default" size="xs" onClick={() => setCount(count + step)}>
          Show more
        </Button>
      )}
      <p className={classes.pickedNote}>
        Below each: score of {x.name} · score of {y.name}.
      </p>
    </div>
  );
}
