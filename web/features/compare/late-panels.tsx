'use client';

import { memo, type ReactNode, useMemo } from 'react';
import type { TypedDocumentNode } from 'urql';
import { useAnswer } from '../../lib/use-answer';
import { TryAgain } from '../../parts/try-again';
import classes from './compare.module.css';
import { type CompareDetails, ConfidencesQuery, ScoreSpreadsQuery } from './compare-details';
import type { ComparedDetector } from './compared-detector';
import { ConfidencePanel } from './confidence-panel';
import { ScorePanel } from './score-panel';
import { useNear } from './use-near';
import type { WorkingPoint } from './use-threshold';

/** How sure one may be; `details` where they came with the page. */
export const LateConfidences = memo(function LateConfidences({
  detectors,
  details,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly details: CompareDetails | undefined;
}) {
  return (
    <Late query={ConfidencesQuery} detectors={detectors} given={details?.confidences}>
      {(confidences) => <ConfidencePanel detectors={detectors} confidences={confidences} />}
    </Late>
  );
});

/** Score distributions; `details` where they came with the page. */
export const LateScores = memo(function LateScores({
  detectors,
  details,
  points,
}: {
  readonly detectors: readonly ComparedDetector[];
  readonly details: CompareDetails | undefined;
  readonly points: readonly WorkingPoint[];
}) {
  return (
    <Late query={ScoreSpreadsQuery} detectors={detectors} given={details?.spreads}>
      {(spreads) => <ScorePanel detectors={detectors} spreads={spreads} points={points} />}
    </Late>
  );
});

interface Compared<Evaluations> {
  readonly compare: { readonly __typename: 'Comparison'; readonly evaluations: Evaluations } | Refusal;
}

interface Refusal {
  readonly __typename: 'InvalidInputError' | 'NotFoundError';
}

/** A panel of what was given, else of what is asked for once it comes near the screen. */
function Late<Evaluations>({
  query,
  detectors,
  given,
  children,
}: {
  query: TypedDocumentNode<Compared<Evaluations>, { ids: string[] }>;
  detectors: readonly ComparedDetector[];
  given: Evaluations | undefined;
  children: (evaluations: Evaluations) => ReactNode;
}) {
  const [ref, near] = useNear<HTMLDivElement>();
  const ids = useMemo(() => detectors.map(({ id }) => id), [detectors]);
  const { data, failed, again } = useAnswer(query, { ids }, near && given === undefined);
  const evaluations =
    given ?? (data?.compare.__typename === 'Comparison' ? data.compare.evaluations : undefined);
  if (evaluations) return children(evaluations);
  return (
    <div ref={ref} className={classes.waiting} aria-busy={!failed}>
      {failed && <TryAgain again={again}>This did not come.</TryAgain>}
    </div>
  );
}
