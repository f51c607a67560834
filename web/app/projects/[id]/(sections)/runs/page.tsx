import type { SearchParams } from 'nuqs/server';
import { loadRunsSearch } from '../../../../../features/run/runs-search';
import { RunsView } from '../../../../../features/run/runs-view';
import { idOfSegment, paths } from '../../../../../lib/paths';

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** What was done in a project, by whom? */
export default async function ProjectRunsPage({ params, searchParams }: Props) {
  const projectId = idOfSegment((await params).id);
  return (
    <RunsView
      search={await loadRunsSearch(searchParams)}
      projectId={projectId}
      path={paths.projectRuns(projectId)}
    />
  );
}
