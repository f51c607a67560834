import { graphql } from '@fiducial/schema';
import { addressOf, type Search, searched } from '../../lib/address';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { TextLink } from '../../parts/links';
import { NextPage } from '../../parts/next-page';
import { Section } from '../../parts/section';
import { mayChange } from '../account/may-change';
import { DeletedReportsTable } from './deleted-reports-table';
import { NewReportButton } from './new-report-button';

const ReportsQuery = graphql(`
  query Reports($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on Project {
        id
        viewerRole
        reports(first: 50, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges { node { id title authorName changedByName changedAt } }
        }
        deletedReports { id title deletedAt keptUntil }
      }
    }
  }
`);

interface Props {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<Search>;
}

/** Reports of a project. */
export async function ReportsPage({ params, searchParams }: Props) {
  const after = searched(await searchParams, 'after');
  const variables = { id: idOfSegment((await params).id), after: after ?? null };
  const { id, viewerRole, reports, deletedReports } = await readNode(ReportsQuery, variables, 'Project');
  const button = mayChange(viewerRole) && <NewReportButton projectId={id} />;
  const rows = reports.edges.map(({ node }) => node);
  const next = reports.pageInfo.hasNextPage ? reports.pageInfo.endCursor : null;
  return (
    <>
      <Section
        title="Reports"
        note="words with live panels, to read, print and share"
        actions={rows.length > 0 && button}
      >
        {rows.length === 0 ? (
          <Empty action={button}>
            Reports put words around what was found: tables, curves, attacked images and single inputs that
            stay up to date. There is none yet; a comparison can begin one with the panels that it shows.
          </Empty>
        ) : (
          <DataTable
            label="Reports"
            rows={rows}
            rowKey={(report) => report.id}
            columns={[
              {
                title: 'Report',
                cell: (report) => <TextLink href={paths.report(report.id)}>{report.title}</TextLink>,
              },
              { title: 'Begun by', cell: ({ authorName }) => authorName ?? '–' },
              { title: 'Saved by', cell: ({ changedByName }) => changedByName ?? '–' },
              { title: 'Saved', figures: true, cell: ({ changedAt }) => <Ago at={changedAt} /> },
            ]}
          />
        )}
        {(next || after) && (
          <NextPage
            note={`${rows.length} of ${reports.totalCount}`}
            first={after === undefined ? undefined : paths.projectReports(id)}
            next={next === null ? undefined : addressOf(paths.projectReports(id), { after: next })}
          />
        )}
      </Section>
      {deletedReports.length > 0 && (
        <Section title="Deleted" note="kept for 30 days">
          <DeletedReportsTable reports={deletedReports} mayRestore={mayChange(viewerRole)} />
        </Section>
      )}
    </>
  );
}
