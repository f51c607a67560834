import { graphql } from '@fiducial/schema';
import { CreateProjectButton } from '../../features/project/create-project';
import { ProjectSummary, ProjectsTable } from '../../features/project/projects-table';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { PageHead } from '../../parts/page-head';

const ProjectsQuery = graphql(
  `
    query Projects {
      projects(first: 100) {
        totalCount
        edges { node { ...ProjectSummary } }
      }
    }
  `,
  [ProjectSummary],
);

export const metadata = { title: 'Projects' };

/** All projects. */
export default async function ProjectsPage() {
  const { projects } = await read(ProjectsQuery, {});
  return (
    <>
      <PageHead
        title="Projects"
        description="A project is one study: its data sets, models, attacks, detectors and what was found."
        actions={<CreateProjectButton variant="filled" />}
      />
      {projects.totalCount === 0 ? (
        <Empty action={<CreateProjectButton />}>There is no project yet.</Empty>
      ) : (
        <ProjectsTable projects={projects.edges.map(({ node }) => node)} />
      )}
    </>
  );
}
