import { graphql } from '@fiducial/schema';
import { redirect } from 'next/navigation';
import { idOfSegment, paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { ButtonLink } from '../../parts/links';

const ProjectTryQuery = graphql(`
  query ProjectTry($id: ID!) {
    node(id: $id) {
      __typename
      ... on Project {
        leaderboard { detector { id ready } }
        detectors(first: 100) { edges { node { id ready } } }
      }
    }
  }
`);

/** Leads to where the best detector of a project is tried; what there is to do before there is one. */
export async function ProjectTryPage({ params }: { params: Promise<{ id: string }> }) {
  const id = idOfSegment((await params).id);
  const { leaderboard, detectors } = await readNode(ProjectTryQuery, { id }, 'Project');
  const all = [...leaderboard.map(({ detector }) => detector), ...detectors.edges.map(({ node }) => node)];
  const found = all.find(({ ready }) => ready);
  if (found) redirect(paths.tryIt(found.id));
  return (
    <Empty action={<ButtonLink href={paths.launch(id, 'detector')}>Fit a detector</ButtonLink>}>
      Once a detector is fitted, an image of your own is shown to it here: drawn, uploaded or pasted.
    </Empty>
  );
}
