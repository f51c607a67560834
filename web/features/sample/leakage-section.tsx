import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { formatCount, formatShare } from '../../text/numbers';
import { PicturePairs } from '../thing/picture-pairs';
import { LeakageFields, LeakageNotice, partWords } from './leakage-notice';

/** What an audit found, image by image. */
export const LeakageDetails = graphql(
  `
    fragment LeakageDetails on Sample {
      ...LeakageFields
      leakage {
        limit
        count
        pairs { part against images others originals equal near undecided }
        leaks {
          part item against otherItem kind difference
          image { url width height }
          otherImage { url width height }
        }
      }
    }
  `,
  [LeakageFields],
);

/** Pairs of pictures that the page shows; the API has more. */
const shown = 24;

/** The audit of a sample: every two parts that were compared, and the pairs of images that were found. */
export function LeakageSection({ sample }: { sample: FragmentOf<typeof LeakageDetails> }) {
  const details = readFragment(LeakageDetails, sample);
  const { leakage } = details;
  const leaks = leakage?.leaks.slice(0, shown) ?? [];
  return (
    <Section title="Leakage" note="images that are in two parts, or nearly so">
      <LeakageNotice sample={details} />
      {leakage && (
        <DataTable
          label="Parts compared"
          rows={leakage.pairs}
          rowKey={({ part, against }) => `${part} ${against}`}
          columns={[
            { title: 'Images of', cell: ({ part }) => partWords[part] },
            { title: 'looked for in', cell: ({ against }) => partWords[against] },
            {
              title: 'Images',
              figures: true,
              cell: ({ images, others }) => `${formatCount(images)} × ${formatCount(others)}`,
            },
            { title: 'Same item', figures: true, cell: ({ originals }) => formatCount(originals) },
            { title: 'Equal pixels', figures: true, cell: ({ equal }) => formatCount(equal) },
            {
              title: 'Nearly equal',
              figures: true,
              hint: `Root mean square difference below ${formatShare(leakage.limit)} of the range of pixels`,
              cell: ({ near }) => formatCount(near),
            },
            {
              title: 'Left open',
              figures: true,
              hint: 'Images that look like too many others to have been compared with all of them',
              cell: ({ undecided }) => formatCount(undecided),
            },
          ]}
        />
      )}
      {leakage && (
        <PicturePairs
          count={leakage.count}
          pairs={leaks.map(({ part, item, against, otherItem, kind, difference, image, otherImage }) => ({
            key: `${part} ${item} ${against}`,
            items: [
              { item, image, place: partWords[part] },
              { item: otherItem, image: otherImage, place: partWords[against] },
            ],
            words: kind === 'NEAR' ? `differ by ${formatShare(difference)}` : kindWords[kind],
          }))}
        />
      )}
    </Section>
  );
}

const kindWords = { ORIGINAL: 'the same item of the data set', EQUAL: 'equal in every pixel' } as const;
