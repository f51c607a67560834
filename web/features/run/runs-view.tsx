import { graphql, readFragment } from '@fiducial/schema';
import { Group, Text } from '@mantine/core';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';
import { counted } from '../../text/names';
import { RunRow } from './run-row';
import { RunsFilter } from './runs-filter';
import type { RunsSearch } from './runs-search';
import { RunsTable } from './runs-table';
import { RefreshOnRuns } from './use-live-runs';

const RunsQuery = graphql(
  `
    query Runs($projectId: ID, $filter: RunFilter, $first: Int, $last: Int, $after: String, $before: String) {
      runs(projectId: $projectId, filter: $filter, first: $first, last: $last, after: $after, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { node { ...RunRow } }
      }
    }
  `,
  [RunRow],
);

const pageLength = 50;
/** The server counts no further. */
const mostCounted = 1000;

/** A page of runs, narrowed as the address says; of one project, or of all. */
export async function RunsView({
  search,
  projectId,
  path,
}: {
  search: RunsSearch;
  projectId?: string;
  path: string;
}) {
  const { text, status, kind, after, before } = search;
  const { runs } = await read(RunsQuery, {
    projectId: projectId ?? null,
    filter: { text, statuses: status && [status], kinds: kind && [kind] },
    ...(before ? { last: pageLength, before } : { first: pageLength, after }),
  });
  const rows = runs.edges.map(({ node }) => node);
  const projectIds = projectId
    ? [projectId]
    : [...new Set(rows.map((ref) => readFragment(RunRow, ref).project.id))];
  const narrowed = Boolean(text || status || kind);
  return (
    <>
      <RunsFilter />
      {rows.length > 0 ? (
        <RunsTable runs={rows} projectIds={projectIds} withProject={!projectId} />
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

function Pages({ search: { text, status, kind }, path, pageInfo, total }: PagesProps) {
  const address = (place: Readonly<Record<string, string | null>>) => {
    const given = Object.entries({ text, status, kind, ...place }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    return `${path}?${new URLSearchParams(given)}`;
  };
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {total > mostCounted ? `More than ${counted(mostCounted, 'run')}` : counted(total, 'run')}
        {total > pageLength && `, ${pageLength} a page, newest first`}
      </Text>
      <Group gap="xs">
        {pageInfo.hasPreviousPage && (
          <ButtonLink href={address({ before: pageInfo.startCursor })} variant="default" size="xs">
            Newer
          </ButtonLink>
        )}
        {pageInfo.hasNextPage && (
          <ButtonLink href={address({ after: pageInfo.endCursor })} variant="default" size="xs">
            Older
          </ButtonLink>
        )}
      </Group>
    </Group>
  );
}
