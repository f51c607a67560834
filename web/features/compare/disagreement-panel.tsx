'use client';

import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { ScoreScatter } from '../../charts/score-scatter';
import { paths } from '../../lib/paths';
import { formatCount } from '../../text/numbers';
import { GroupMark } from '../input/group-mark';
import classes from './compare.module.css';
import type { ComparedDetector } from './compared-detector';
import {
  countQuadrants,
  dotGroups,
  pickedInputs,
  readPicked,
  type Thresholds,
  writePicked,
} from './disagreement';
import { type DotFilter, disagreementDots, scatterDrawing } from './disagreement-dots';
import type { ScoredX, ScoredY } from './disagreement-query';
import { PickedInputs } from './picked-inputs';
import { QuadrantButtons } from './quadrant-buttons';

/** A threshold that moves asks for no pictures until it rests. */
const settleMs = 300;

/** The dots, the four quadrants as buttons, and the inputs of what was picked. */
export function DisagreementPanel({
  sides: { x, y },
  scores,
  thresholds,
  filter: { attack, over },
}: {
  readonly sides: { readonly x: ComparedDetector; readonly y: ComparedDetector };
  readonly scores: { readonly x: ScoredX; readonly y: ScoredY };
  readonly thresholds: Thresholds;
  readonly filter: DotFilter;
}) {
  const router = useRouter();
  const [{ pick }, setPick] = useQueryStates({ pick: parseAsString.withDefault('') });
  const picked = useMemo(() => readPicked(pick), [pick]);
  const dots = useMemo(
    () => disagreementDots(scores.x, scores.y, { attack, over }),
    [scores.x, scores.y, attack, over],
  );
  const drawing = useMemo(
    () => scatterDrawing(dots, { x: `Score of ${x.name}`, y: `Score of ${y.name}` }),
    [dots, x.name, y.name],
  );
  const { x: atX, y: atY } = thresholds;
  const marks = useMemo(
    () => ({ x: atX, y: atY, area: picked && typeof picked !== 'string' ? picked : null }),
    [atX, atY, picked],
  );
  const counts = useMemo(() => countQuadrants(dots, { x: atX, y: atY }), [dots, atX, atY]);
  const [settledX] = useDebouncedValue(atX, settleMs);
  const [settledY] = useDebouncedValue(atY, settleMs);
  const found = useMemo(
    () => pickedInputs(dots, picked, { x: settledX, y: settledY }),
    [dots, picked, settledX, settledY],
  );
  return (
    <>
      <div className={classes.disagreement}>
        <ScoreScatter
          drawing={drawing}
          marks={marks}
          onBrush={(area) => setPick({ pick: writePicked(area) })}
          onOpen={(index) => router.push(paths.input(x.id, index))}
          height={420}
          fileName="disagreement"
          description={`Scores of ${formatCount(dots.index.length)} inputs by ${x.name} against those by ${y.name}.`}
          title={
            <>
              n = {formatCount(dots.index.length)}{' '}
              <span className={classes.quiet}>
                drag a rectangle to see its inputs, click a dot to open one
              </span>
            </>
          }
        >
          <ul className={classes.dotKey}>
            {dotGroups
              .filter((_, number) => dots.group.includes(number))
              .map((group) => (
                <li key={group}>
                  <GroupMark group={group} />
                </li>
              ))}
          </ul>
        </ScoreScatter>
        <div>
          <QuadrantButtons
            names={{ x: x.name, y: y.name }}
            counts={counts}
            picked={picked}
            onPick={(quadrant) => setPick({ pick: quadrant ?? null })}
          />
          {marks.area && (
            <Button variant="default" size="xs" mt="sm" onClick={() => setPick({ pick: null })}>
              Take the rectangle away
            </Button>
          )}
        </div>
      </div>
      {picked && <PickedInputs sides={{ x, y }} scores={scores} indices={found} />}
    </>
  );
}
