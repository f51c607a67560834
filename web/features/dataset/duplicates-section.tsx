import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount, formatShare } from '../../text/numbers';
import { PicturePairs } from '../thing/picture-pairs';

/** Images that a data set holds twice, pair by pair. */
export const DuplicateDetails = graphql(`
  fragment DuplicateDetails on Dataset {
    duplicates {
      limit
      count
      pairs { split against images others equal near undecided }
      found {
        split item against otherItem equal difference
        image { url width height }
        otherImage { url width height }
      }
    }
  }
`);

/** Pairs of pictures that the page shows; the API has more. */
const shown = 24;

/** Images that are there twice or nearly so, between the splits and within each; and how they were looked for. */
export function DuplicatesSection({ dataset }: { dataset: FragmentOf<typeof DuplicateDetails> }) {
  const { duplicates } = readFragment(DuplicateDetails, dataset);
  if (!duplicates)
    return (
      <Section title="Duplicates">
        <Text size="sm" c="dimmed">
          Not looked for: this data set was imported before they were. Import it again to know.
        </Text>
      </Section>
    );
  const { limit, count, pairs, found } = duplicates;
  return (
    <Section
      title="Duplicates"
      note={count === 0 ? 'none found' : `${counted(count, 'image')} like an earlier one`}
    >
      <Text size="sm" mb="md" maw={760}>
        Equal means that the sha256 of all pixels is the same. Nearly equal means that the root mean square
        difference of the pixels is below {formatShare(limit)} of their range; every two images were compared.
      </Text>
      <DataTable
        label="Splits compared"
        rows={pairs}
        rowKey={({ split, against }) => `${split} ${against}`}
        columns={[
          { title: 'Images of', cell: ({ split }) => split },
          {
            title: 'looked for in',
            cell: ({ split, against }) => (split === against ? `${against} itself` : against),
          },
          {
            title: 'Images',
            figures: true,
            cell: ({ images, others }) => `${formatCount(images)} × ${formatCount(others)}`,
          },
          { title: 'Equal', figures: true, cell: ({ equal }) => formatCount(equal) },
          { title: 'Nearly equal', figures: true, cell: ({ near }) => formatCount(near) },
          {
            title: 'Left open',
            figures: true,
            hint: 'Images that would have taken too long to compare with all others',
            cell: ({ undecided }) => formatCount(undecided),
          },
        ]}
      />
      <PicturePairs
        count={count}
        pairs={found
          .slice(0, shown)
          .map(({ split, item, against, otherItem, equal, difference, image, otherImage }) => ({
            key: `${split} ${item} ${against}`,
            items: [
              { item, image, place: split },
              { item: otherItem, image: otherImage, place: against },
            ],
            words: equal ? 'equal in every pixel' : `differ by ${formatShare(difference)}`,
          }))}
      />
    </Section>
  );
}
