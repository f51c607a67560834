import { readFragment } from '@fiducial/schema';
import { Group } from '@mantine/core';
import { read, readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { LogDisclosure } from '../logged-run/log-disclosure';
import { ConditionList } from './condition-list';
import { columnKeysShown, columnOf, namesNeeded } from './run-columns';
import { RunRow } from './run-row';
import { runsAddress } from './runs-address';
import { RunsFilter } from './runs-filter';
import { RunsList } from './runs-list';
import { RunNames, RunsQuery } from './runs-query';
import { filterOfSearch, type RunsSearch } from './runs-search';
import { RunsTools } from './runs-tools';
import { RefreshOnRuns } from './use-live-runs';

/** Runs that the server renders; the others are read as the list is scrolled. */
const firstRuns = 50;

/** The list of runs, narrowed and sorted as the address says; of one project, or of all. */
export async function RunsView({
  search,
  projectId,
  path,
}: {
  search: RunsSearch;
  projectId?: string;
  path: string;
}) {
  const { text, status, kind, where, sort } = search;
  const names = projectId ? await readNode(RunNames, { id: projectId }, 'Project') : null;
  const question = {
    projectId: projectId ?? null,
    filter: filterOfSearch(search),
    sort,
    ...namesNeeded(columnKeysShown(search.columns, !projectId).flatMap((key) => columnOf(key) ?? [])),
  };
  const { runs } = await read(RunsQuery, { ...question, first: firstRuns });
  const rows = runs.edges.map(({ node }) => node);
  const projectIds = projectId
    ? [projectId]
    : [...new Set(rows.map((ref) => readFragment(RunRow, ref).project.id))];
  const narrowed = Boolean(text || status || kind || where);
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="xs">
        <RunsFilter />
        <RunsTools names={names} search={search} path={path} />
      </Group>
      {names && <ConditionList names={names} />}
      {rows.length > 0 ? (
        <RunsList
          // Another question is another list.
          key={runsAddress(path, search)}
          question={question}
          first={runs}
          projectIds={projectIds}
          search={search}
          path={path}
        />
      ) : (
        <>
          <RefreshOnRuns projectIds={projectIds} />
          <Empty action={narrowed && <ButtonLink href={path}>Show all runs</ButtonLink>}>
            {narrowed
              ? 'No run is like this.'
              : 'Every piece of work that you launch in a project is a run, and is kept here: its parameters, progress, results and failures.'}
          </Empty>
        </>
      )}
      {projectId && <LogDisclosure projectId={projectId} />}
    </>
  );
}
