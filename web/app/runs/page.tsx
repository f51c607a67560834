import type { SearchParams } from 'nuqs/server';
import { loadRunsSearch } from '../../features/run/runs-search';
import { RunsView } from '../../features/run/runs-view';
import { paths } from '../../lib/paths';
import { PageHead } from '../../parts/page-head';

export const metadata = { title: 'Runs' };

/** What was done, by whom? */
export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <>
      <PageHead title="Runs" description="All work of all projects, newest first." />
      <RunsView search={await loadRunsSearch(searchParams)} path={paths.runs} />
    </>
  );
}
