import { graphql } from '@fiducial/schema';
import { addressOf, type Search, searched, searchedIndex } from '../../lib/address';
import { paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { Empty } from '../../parts/empty';
import { NextPage } from '../../parts/next-page';
import { Section } from '../../parts/section';
import { formatCount, formatEpsilon } from '../../text/numbers';
import { AttackedTwins } from './attacked-twins';
import classes from './image-grid.module.css';

const AttackedImages = graphql(`
  query AttackedImages($id: ID!, $epsilonIndex: Int!, $successful: Boolean, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      ... on AttackSet {
        images(epsilonIndex: $epsilonIndex, successful: $successful, first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges {
            node {
              row
              labelName
              success
              clean { url width height }
              adversarial { url width height }
              difference { url width height factor }
              predictedBefore { className confidence }
              predictedAfter { className confidence }
              norms { l2 linf }
            }
          }
        }
      }
    }
  }
`);

const pageLength = 24;
const successes = { yes: true, no: false } as const;

interface Shown {
  readonly id: string;
  readonly control: boolean;
  readonly epsilons: readonly (number | null)[];
  readonly outcomes: readonly { readonly attacked: number; readonly successful: number }[];
}

/** Attacked images of one epsilon beside their clean twins, page by page; what is shown stands in the address. */
export async function AttackedImageGrid({ set, search }: { set: Shown; search: Search }) {
  const { id, epsilons, outcomes } = set;
  const wanted = searchedIndex(search, 'epsilon') ?? epsilons.length - 1;
  const epsilonIndex = Math.min(wanted, epsilons.length - 1);
  const success = successNamed(searched(search, 'success'));
  const after = searched(search, 'after');
  const { images } = await readNode(
    AttackedImages,
    {
      id,
      epsilonIndex,
      successful: success === undefined ? null : successes[success],
      first: pageLength,
      after: after ?? null,
    },
    'AttackSet',
  );
  const address = (change: { epsilon?: number; success?: string | undefined; after?: string }) =>
    addressOf(paths.attackSet(id), { epsilon: epsilonIndex, success, ...change });
  const { attacked = 0, successful = 0 } = outcomes[epsilonIndex] ?? {};
  const count = success === undefined ? attacked : success === 'yes' ? successful : attacked - successful;
  const next = images.pageInfo.hasNextPage ? images.pageInfo.endCursor : null;
  return (
    <Section title="Images" note="clean, attacked, and what was changed, magnified">
      <div className={classes.filters}>
        {epsilons[0] !== null && (
          <ChoiceLinks
            label="Epsilon"
            choices={epsilons.map((epsilon, at) => ({
              title: formatEpsilon(epsilon),
              href: address({ epsilon: at }),
              chosen: at === epsilonIndex,
            }))}
          />
        )}
        <ChoiceLinks
          label="Attack"
          choices={[
            { title: 'all', href: address({ success: undefined }), chosen: success === undefined },
            { title: 'succeeded', href: address({ success: 'yes' }), chosen: success === 'yes' },
            { title: 'failed', href: address({ success: 'no' }), chosen: success === 'no' },
          ]}
        />
      </div>
      {images.edges.length > 0 ? (
        <ul className={classes.twins}>
          {images.edges.map(({ node }) => (
            <AttackedTwins key={node.row} image={node} control={set.control} />
          ))}
        </ul>
      ) : (
        <div style={{ marginTop: 16 }}>
          <Empty>No image is like this at this budget.</Empty>
        </div>
      )}
      <NextPage
        note={`${images.edges.length} of ${formatCount(count)}`}
        first={after === undefined ? undefined : address({})}
        next={next === null ? undefined : address({ after: next })}
      />
    </Section>
  );
}

function successNamed(name: string | undefined): keyof typeof successes | undefined {
  return name === 'yes' || name === 'no' ? name : undefined;
}
