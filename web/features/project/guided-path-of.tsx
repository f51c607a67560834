import { graphql } from '@fiducial/schema';
import { readNode } from '../../lib/read';
import { GuidedPath, GuidedPathFields } from './guided-path';

const GuidedPathQuery = graphql(
  `
    query GuidedPath($id: ID!) {
      node(id: $id) {
        __typename
        ... on Project { ...GuidedPathFields }
      }
    }
  `,
  [GuidedPathFields],
);

/** The way from a data set to a comparison in one project, asked for by itself: lists of projects need not know it. */
export async function GuidedPathOf({ projectId }: { projectId: string }) {
  return <GuidedPath project={await readNode(GuidedPathQuery, { id: projectId }, 'Project')} />;
}
