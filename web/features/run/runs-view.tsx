import { readFragment } from '@fiducial/schema';
import { Group, Text } from '@mantine/core';
import { read, readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { counted } from '../../text/names';
import { LogSnippet } from '../logged-run/log-snippet';
import { ConditionList } from './condition-list';
import { columnOf, namesNeeded } from './run-columns';
import { filterOf } from './run-conditions';
import { RunRow } from './run-row';
import { runsAddress } from './runs-address';
import { RunsFilter } from './runs-filter';
import { RunNames, RunsQuery } from './runs-query';
import type { RunsSearch } from './runs-search';
import { RunsTable } from './runs-table';
import { RunsTools } from './runs-tools';
import { RefreshOnRuns } from './use-live-runs';

const pageLength = 50;
/** The server counts no further. */
const mostCounted = 1000;

/** A page of runs, narrowed and sorted as the address says; of one project, or of all. */
export async function RunsView({
  search,
  projectId,
  path,
}: {
  search: RunsSearch;
  projectId?: string;
  path: string;
}) {
  const { text, status, kind, where, sort, columns, after, before } = search;
  const names = projectId ? await readNode(RunNames, { id: projectId }, 'Project') : null;
  const { runs } = await read(RunsQuery, {
    projectId: projectId ?? null,
    filter: { text, statuses: status && [status], kinds: kind && [kind], ...filterOf(where ?? []) },
    sort,
    ...namesNeeded((columns ?? []).flatMap((key) => columnOf(key) ?? [])),
    ...(before ? { last: pageLength, before } : { first: pageLength, after }),
  });
  const rows = runs.edges.map(({ node }) => node);
  const projectIds = projectId
    ? [projectId]
    : [...new Set(rows.map((ref) => readFragment(RunRow, ref).project.id))];
  const narrowed = Boolean(text || status || kind || where);
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="xs">
        <RunsFilter />
        {names && <RunsTools names={names} search={search} path={path} />}
      </Group>
      <ConditionList />
      {rows.length > 0 ? (
        <RunsTable runs={rows} projectIds={projectIds} withProject={!projectId} search={search} path={path} />
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
      <Pages search={search} path={path} pageInfo={runs.pageInfo} total={runs.totalCount} />
      {projectId && (
        <details style={{ marginTop: 40 }}>
          <summary>Log runs from your own code</summary>
          <LogSnippet projectId={projectId} />
        </details>
      )}
    </>
  );
}

interface PagesProps {
  readonly search: RunsSearch;
  readonly path: string;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly total: number;
}

function Pages({ search, path, pageInfo, total }: PagesProps) {
  const many = total > mostCounted;
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {many ? `More than ${counted(mostCounted, 'run')}` : counted(total, 'run')}
        {total > pageLength && `, ${pageLength} a page${search.sort ? '' : ', newest first'}`}
      </Text>
      <Group gap="xs">
        {pageInfo.hasPreviousPage && (
          <ButtonLink
            href={runsAddress(path, search, { before: pageInfo.startCursor })}
            variant="default"
            size="xs"
          >
            {search.sort ? 'Before' : 'Newer'}
          </ButtonLink>
        )}
        {pageInfo.hasNextPage && (
          <ButtonLink
            href={runsAddress(path, search, { after: pageInfo.endCursor })}
            variant="default"
            size="xs"
          >
            {search.sort ? 'Next' : 'Older'}
          </ButtonLink>
        )}
      </Group>
    </Group>
  );
}
