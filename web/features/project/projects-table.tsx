import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';

/** A project as a line of a table. */
export const ProjectSummary = graphql(`
  fragment ProjectSummary on Project {
    id
    name
    description
    createdAt
    models(first: 1, usable: true) { totalCount }
    attackSets(first: 1, usable: true) { totalCount }
    detectors(first: 1, usable: true) { totalCount }
    evaluations(first: 1, usable: true) { totalCount }
  }
`);

type Row = ResultOf<typeof ProjectSummary>;

const columns: readonly Column<Row>[] = [
  {
    title: 'Project',
    cell: ({ id, name, description }) => (
      <>
        <TextLink href={paths.project(id)}>{name}</TextLink>
        {description && (
          <Text size="xs" c="dimmed" maw={560}>
            {description}
          </Text>
        )}
      </>
    ),
  },
  { title: 'Models', figures: true, cell: ({ models }) => models.totalCount },
  { title: 'Attack sets', figures: true, cell: ({ attackSets }) => attackSets.totalCount },
  { title: 'Detectors', figures: true, cell: ({ detectors }) => detectors.totalCount },
  { title: 'Evaluations', figures: true, cell: ({ evaluations }) => evaluations.totalCount },
  { title: 'Made', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** Projects with what they hold. */
export function ProjectsTable({ projects }: { projects: readonly FragmentOf<typeof ProjectSummary>[] }) {
  const rows = projects.map((ref) => readFragment(ProjectSummary, ref));
  return <DataTable label="Projects" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
