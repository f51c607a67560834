import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { formatCount, formatNumber, formatShare } from '../../text/numbers';

/** A detector's thresholds and what each was set on. */
export const ThresholdFields = graphql(`
  fragment ThresholdFields on Detector {
    thresholds {
      rule rate threshold authentic attacked
      sample { id name }
      partition
      attackSets { id name }
      setAt
    }
  }
`);

type Threshold = ResultOf<typeof ThresholdFields>['thresholds'][number];

/** All thresholds of a detector; nothing before it is fitted. */
export function ThresholdTable({ detector }: { detector: FragmentOf<typeof ThresholdFields> }) {
  const { thresholds } = readFragment(ThresholdFields, detector);
  if (thresholds.length === 0) return null;
  return (
    <Section title="Thresholds" note="scores strictly above are flagged">
      <DataTable
        label="Thresholds"
        rows={thresholds}
        rowKey={({ rule, rate }) => `${rule} ${rate}`}
        columns={[
          { title: 'Rule', cell: ({ rule, rate }) => ruleWords[rule](formatShare(rate)) },
          {
            title: 'Threshold',
            figures: true,
            cell: ({ threshold }) => (threshold === null ? 'too few images' : formatNumber(threshold)),
          },
          { title: 'Authentic images', figures: true, cell: ({ authentic }) => formatCount(authentic) },
          { title: 'Adversarial images', figures: true, cell: ({ attacked }) => formatCount(attacked) },
          { title: 'Set on', cell: (threshold) => <SetOn threshold={threshold} /> },
          { title: 'Set', figures: true, cell: ({ setAt }) => (setAt ? <Ago at={setAt} /> : '–') },
        ]}
      />
    </Section>
  );
}

/** The images that a threshold was set on, and their attacks where it looked at any. */
function SetOn({ threshold: { sample, partition, attackSets } }: { threshold: Threshold }) {
  return (
    <>
      {partition} part of <TextLink href={paths.sample(sample.id)}>{sample.name}</TextLink>
      {attackSets.length > 0 && (
        <Text size="xs" c="dimmed">
          with{' '}
          {attackSets.map(({ id, name }, at) => (
            <Fragment key={id}>
              {at > 0 && ', '}
              <TextLink href={paths.attackSet(id)}>{name}</TextLink>
            </Fragment>
          ))}
        </Text>
      )}
    </>
  );
}

/** What each rule promises, with its rate. */
const ruleWords = {
  FALSE_POSITIVE_RATE: (rate: string) => `${rate} of the authentic images lie above`,
  CONFORMAL: (rate: string) =>
    `A new authentic image lies above with a probability of at most ${rate} (conformal)`,
  EQUAL_ERROR: () => 'False positives and false negatives are equally frequent',
  YOUDEN: () => 'True positive rate minus false positive rate is greatest (Youden)',
} as const;
