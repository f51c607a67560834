'use client';

import { Text } from '@mantine/core';
import { useAnswer } from '../../lib/use-answer';
import { TryAgain } from '../../parts/try-again';
import type { DetectorLook } from '../../theme/colors';
import { ScoreRow } from '../input/score-row';
import { AuthenticScoresQuery, type TriedSide } from './try-query';

type Verdict = TriedSide['verdicts'][number];

/** What each detector says of one image, on its axis. */
export function TriedScores({
  side,
  group,
  looks,
  thresholdOf,
}: {
  readonly side: TriedSide;
  readonly group: 'AUTHENTIC' | 'ADVERSARIAL' | 'CONTROL';
  readonly looks: ReadonlyMap<string, DetectorLook>;
  /** The threshold that was chosen, for the detector of that id. */
  readonly thresholdOf: (detectorId: string) => number | null;
}) {
  return side.verdicts.map((verdict) => (
    <TriedScore
      key={verdict.detector.id}
      verdict={verdict}
      group={group}
      look={looks.get(verdict.detector.name)}
      threshold={thresholdOf(verdict.detector.id)}
    />
  ));
}

function TriedScore({
  verdict,
  threshold,
  look,
  group,
}: {
  readonly verdict: Verdict;
  readonly threshold: number | null;
  readonly look: DetectorLook | undefined;
  readonly group: 'AUTHENTIC' | 'ADVERSARIAL' | 'CONTROL';
}) {
  const { detector, evaluation, sentence, score, percentileAmongAuthentic } = verdict;
  const { data, failed, again } = useAnswer(
    AuthenticScoresQuery,
    { id: evaluation?.id ?? '' },
    evaluation !== null,
  );
  const histograms = data?.node?.__typename === 'Evaluation' ? data.node.scoreHistograms : [];
  return (
    <>
      <ScoreRow
        detector={detector}
        look={look}
        sentence={sentence}
        score={score}
        threshold={threshold}
        percentile={percentileAmongAuthentic}
        authentic={histograms.find((of) => of.group === 'AUTHENTIC')}
        group={group}
      />
      {failed && <TryAgain again={again}>The scores of authentic inputs did not come.</TryAgain>}
    </>
  );
}

/** Says of what the colors of the two sides stand for. */
export function ScoresNote() {
  return (
    <Text span inherit c="dimmed">
      blue: authentic test inputs of the detector’s newest evaluation; dashed: the threshold
    </Text>
  );
}
