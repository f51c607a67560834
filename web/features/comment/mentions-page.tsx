import { graphql, readFragment } from '@fiducial/schema';
import { read } from '../../lib/read';
import { Empty } from '../../parts/empty';
import { PageHead } from '../../parts/page-head';
import { CommentFields } from './comment-documents';
import { MentionList } from './mention-list';

const MentionsQuery = graphql(
  `
  query Mentions {
    viewer {
      mentions(first: 50) {
        totalCount
        edges {
          node {
            ...CommentFields
            id
            inputIndex
            project { name }
            run { id title }
            evaluation { id name }
          }
        }
      }
    }
  }
`,
  [CommentFields],
);

/** Comments that address the one who looks. */
export async function MentionsPage() {
  const { viewer } = await read(MentionsQuery, {});
  const { edges, totalCount } = viewer.mentions;
  return (
    <>
      <PageHead
        title="Mentions"
        description={
          totalCount > edges.length
            ? `Comments that address you: the newest ${edges.length} of ${totalCount}.`
            : 'Comments that address you, newest first.'
        }
      />
      {edges.length > 0 ? (
        <MentionList
          mentions={edges.map(({ node }) => ({
            ...readFragment(CommentFields, node),
            projectName: node.project.name,
            inputIndex: node.inputIndex,
            run: node.run,
            evaluation: node.evaluation,
          }))}
        />
      ) : (
        <Empty>Nobody has addressed you yet. Whoever writes @ and your name in a comment does.</Empty>
      )}
    </>
  );
}
