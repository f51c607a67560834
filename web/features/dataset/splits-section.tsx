import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { counted } from '../../text/names';
import { formatCount } from '../../text/numbers';
import classes from './dataset.module.css';

/** Splits with what identifies them, and what they share. */
export const SplitFields = graphql(`
  fragment SplitFields on Dataset {
    commonItems
    splits { name firstItem count digest }
  }
`);

/** The splits, each with its digest, and whether an image of one is in the other. */
export function SplitsSection({ dataset }: { dataset: FragmentOf<typeof SplitFields> }) {
  const { splits, commonItems } = readFragment(SplitFields, dataset);
  return (
    <Section title="Splits">
      <Disjointness common={commonItems} splits={splits} />
      <DataTable
        label="Splits"
        rows={splits}
        rowKey={({ name }) => name}
        columns={[
          { title: 'Split', cell: ({ name }) => name },
          { title: 'Images', figures: true, cell: ({ count }) => formatCount(count) },
          {
            title: 'Items',
            figures: true,
            cell: ({ firstItem, count }) =>
              `${formatCount(firstItem)} – ${formatCount(firstItem + count - 1)}`,
          },
          {
            title: 'Digest: sha256 over its images and labels',
            cell: ({ digest }) => (
              <Text component="code" size="xs" ff="monospace" className={classes.digest}>
                {digest}
              </Text>
            ),
          },
        ]}
      />
    </Section>
  );
}

interface Shared {
  readonly common: number | null;
  readonly splits: readonly { readonly name: string; readonly count: number }[];
}

/** What was counted when the data set was imported: images of the second split with the sha256 of one of the first. */
function Disjointness({ common, splits: [train, test] }: Shared) {
  if (common === null || !train || !test) return null;
  const compared = `${counted(test.count, 'image')} of ${test.name} and ${formatCount(train.count)} of ${train.name}`;
  if (common === 0)
    return (
      <Text size="sm" mb="md" className={classes.line}>
        <IconCheck size={16} stroke={2} aria-hidden="true" className={classes.sound} />
        <span>Disjoint: the sha256 of the pixels of {compared} were compared, and none is in both.</span>
      </Text>
    );
  return (
    <Text size="sm" mb="md" className={classes.line} role="alert">
      <IconAlertTriangle size={16} stroke={2} aria-hidden="true" className={classes.shared} />
      <span>
        Not disjoint: of {compared}, {counted(common, 'test image')} {common === 1 ? 'is' : 'are'} also among
        the training images, by the sha256 of the pixels. What is measured on them says little of new images.
      </span>
    </Text>
  );
}
