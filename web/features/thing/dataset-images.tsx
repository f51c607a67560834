import { graphql } from '@fiducial/schema';
import { addressOf, type Search, searched, searchedIndex } from '../../lib/address';
import { paths } from '../../lib/paths';
import { readNode } from '../../lib/read';
import { ChoiceLinks } from '../../parts/choice-links';
import { NextPage } from '../../parts/next-page';
import { Pixels } from '../../parts/pixels';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount } from '../../text/numbers';
import classes from './image-grid.module.css';

const DatasetItems = graphql(`
  query DatasetItems($id: ID!, $splitName: String!, $label: Int, $first: Int!, $after: String) {
    node(id: $id) {
      __typename
      ... on Dataset {
        items(splitName: $splitName, label: $label, first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { index className image { url width height } } }
        }
      }
    }
  }
`);

const pageLength = 60;

interface Shown {
  readonly id: string;
  readonly classNames: readonly string[];
  readonly splits: readonly {
    readonly name: string;
    readonly count: number;
    readonly classCounts: readonly number[];
  }[];
}

/** Images of a split, of one class if asked, page by page; what is shown stands in the address. */
export async function DatasetImages({ dataset, search }: { dataset: Shown; search: Search }) {
  const { id, classNames, splits } = dataset;
  const split = splits.find(({ name }) => name === searched(search, 'split')) ?? splits[0];
  if (!split) return null;
  const label = searchedIndex(search, 'label');
  const after = searched(search, 'after');
  const variables = {
    id,
    splitName: split.name,
    label: label ?? null,
    first: pageLength,
    after: after ?? null,
  };
  const { items } = await readNode(DatasetItems, variables, 'Dataset');
  const address = (change: { split?: string; label?: number | undefined; after?: string }) =>
    addressOf(paths.dataset(id), { split: split.name, label, ...change });
  const count = label === undefined ? split.count : (split.classCounts[label] ?? 0);
  const next = items.pageInfo.hasNextPage ? items.pageInfo.endCursor : null;
  return (
    <Section
      title="Images"
      note={`${counted(count, 'image')} in ${split.name}; under each its class and its number in the data set`}
    >
      <div className={classes.filters}>
        <ChoiceLinks
          label="Split"
          choices={splits.map(({ name }) => ({
            title: name,
            href: address({ split: name }),
            chosen: name === split.name,
          }))}
        />
        <ChoiceLinks
          label="Class"
          choices={[
            { title: 'all', href: address({ label: undefined }), chosen: label === undefined },
            ...classNames.map((name, at) => ({
              title: name,
              href: address({ label: at }),
              chosen: at === label,
            })),
          ]}
        />
      </div>
      <ul className={classes.grid}>
        {items.edges.map(({ node: { index, className, image } }) => (
          <li key={index}>
            <Pixels image={image} size={56} alt={`Image ${index}, class ${className}`} />
            {className}
            <span className={classes.index}>{formatCount(index)}</span>
          </li>
        ))}
      </ul>
      <NextPage
        note={`${items.edges.length} of ${formatCount(count)}`}
        first={after === undefined ? undefined : address({})}
        next={next === null ? undefined : address({ after: next })}
      />
    </Section>
  );
}
