import type { VariablesOf } from '@fiducial/schema';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { ChoosableQuery } from '../../features/compare/choosable-query';
import { ChoosePage } from '../../features/compare/choose-page';
import {
  ConfidencesQuery,
  curvePoints,
  mostWhole,
  ScoreSpreadsQuery,
} from '../../features/compare/compare-details';
import { ComparePage } from '../../features/compare/compare-page';
import { CompareQuery } from '../../features/compare/compare-query';
import { CompareSkeleton } from '../../features/compare/compare-skeleton';
import { loadCompareState, mostBands } from '../../features/compare/compare-state';
import { NotComparable } from '../../features/compare/not-comparable';
import { packComparison } from '../../features/compare/packed-comparison';
import { read, readIfThere } from '../../lib/read';

export const metadata: Metadata = { title: 'Compare' };

/** Which detector is better, and is the difference real? */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { evaluations, attack, over, fpr, threshold, own } = await loadCompareState(searchParams);
  if (evaluations.length === 0) {
    const { projects } = await read(ChoosableQuery, {});
    return <ChoosePage projects={projects.edges.map(({ node }) => node)} />;
  }
  const variables = {
    ids: evaluations,
    attack: attack || null,
    over,
    bands: evaluations.length <= mostBands,
    points: curvePoints(evaluations.length),
    // Without both the API takes each detector's own threshold.
    fpr: threshold === null && !own ? fpr : null,
    threshold: own ? null : threshold,
  };
  const [compare, details] = await Promise.all([
    readComparison(variables),
    evaluations.length <= mostWhole ? readDetails(evaluations) : undefined,
  ]);
  if (compare.__typename !== 'Comparison')
    return <NotComparable ids={evaluations} message={compare.message} />;
  return (
    // The state in the address is read in the browser: nuqs wants a boundary around its users.
    <Suspense fallback={<CompareSkeleton />}>
      <ComparePage
        key={evaluations.join()}
        {...packComparison(compare)}
        details={details}
        countedAt={{ fpr, threshold, own }}
      />
    </Suspense>
  );
}

/** The comparison as the address asks for it; over all attacks together where it has none of the name that stands there. */
async function readComparison(variables: VariablesOf<typeof CompareQuery>) {
  const asked = await readIfThere(CompareQuery, variables);
  if (asked || !variables.attack) return asked?.compare ?? notFound();
  return (await read(CompareQuery, { ...variables, attack: null })).compare;
}

/** What the panels far down show; undefined where the evaluations cannot be compared. */
async function readDetails(ids: string[]) {
  const [confidences, spreads] = await Promise.all([
    read(ConfidencesQuery, { ids }),
    read(ScoreSpreadsQuery, { ids }),
  ]);
  return confidences.compare.__typename === 'Comparison' && spreads.compare.__typename === 'Comparison'
    ? { confidences: confidences.compare.evaluations, spreads: spreads.compare.evaluations }
    : undefined;
}
