import { graphql } from '@fiducial/schema';
import { launchForms } from '../../../../features/launch/launch-forms';
import { launchTitles } from '../../../../features/launch/launch-titles';
import { idOfSegment, paths } from '../../../../lib/paths';
import { readNode } from '../../../../lib/read';
import { DataTable } from '../../../../parts/data-table';
import { TextLink } from '../../../../parts/links';
import { PageHead } from '../../../../parts/page-head';

const ProjectName = graphql(`
  query ProjectName($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project { id name }
    }
  }
`);

export const metadata = { title: 'New' };

/** What can be made in a project, in the order in which things build on each other. */
export default async function MakePage({ params }: { params: Promise<{ id: string }> }) {
  const { id, name } = await readNode(ProjectName, { id: idOfSegment((await params).id) }, 'Project');
  return (
    <>
      <PageHead
        crumbs={[{ title: name, href: paths.project(id) }]}
        title="What do you want to make?"
        description="In the order in which things build on each other."
      />
      <DataTable
        label="What can be made"
        rows={launchTitles}
        rowKey={(entry) => entry.id}
        columns={[
          {
            title: 'What to make',
            cell: (entry) => <TextLink href={paths.launch(id, entry.id)}>{entry.title}</TextLink>,
          },
          { title: 'In short', cell: (entry) => launchForms[entry.id].words },
        ]}
      />
    </>
  );
}
