import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { ChoosableQuery } from '../../features/compare/choosable-query';
import { ChoosePage } from '../../features/compare/choose-page';
import { ComparePage } from '../../features/compare/compare-page';
import { CompareQuery } from '../../features/compare/compare-query';
import { CompareSkeleton } from '../../features/compare/compare-skeleton';
import { loadCompareState, mostBands } from '../../features/compare/compare-state';
import { paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';

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
    // Without both the API takes each detector's own threshold.
    fpr: threshold === null && !own ? fpr : null,
    threshold: own ? null : threshold,
  };
  const { compare } = await read(CompareQuery, variables);
  if (compare.__typename !== 'Comparison')
    return (
      <>
        <PageHead title="Compare" />
        <Empty action={<ButtonLink href={paths.compare([])}>Choose others</ButtonLink>}>
          These cannot be compared: {compare.message}
        </Empty>
      </>
    );
  return (
    // The state in the address is read in the browser: nuqs wants a boundary around its users.
    <Suspense fallback={<CompareSkeleton />}>
      <ComparePage key={evaluations.join()} comparison={compare} />
    </Suspense>
  );
}
