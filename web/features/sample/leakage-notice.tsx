import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconQuestionMark } from '@tabler/icons-react';
import { paths } from '../../lib/paths';
import { TextLink } from '../../parts/links';
import { formatCount, formatShare } from '../../text/numbers';
import classes from './leakage.module.css';

/** What an audit found, in numbers. */
export const LeakageFields = graphql(`
  fragment LeakageFields on Sample {
    id
    name
    ready
    leakage {
      limit
      count
      pairs { part against images others originals equal near undecided }
    }
  }
`);

type Audited = ResultOf<typeof LeakageFields>;
/** Two parts that were compared. */
export type AuditedPair = NonNullable<Audited['leakage']>['pairs'][number];

/** What people call the parts. */
export const partWords = {
  REFERENCE: 'the training split',
  TRAIN: 'the train partition',
  VALIDATION: 'the validation partition',
  TEST: 'the test partition',
  ERRORS: 'the misclassified images',
} as const satisfies Record<AuditedPair['part'], string>;

/**
 * Whether images of a sample are in two of its parts or in the training split: a warning where they are, a quiet line where
 * none is. `linked` for pages other than the sample's own.
 */
export function LeakageNotice({
  sample,
  linked = false,
}: {
  sample: FragmentOf<typeof LeakageFields>;
  linked?: boolean;
}) {
  const { id, name, ready, leakage } = readFragment(LeakageFields, sample);
  if (!ready) return null;
  const see = linked && (
    <>
      {' '}
      <TextLink href={paths.sample(id)}>{leakage ? 'See the audit' : 'See the sample'}</TextLink>
    </>
  );
  if (!leakage)
    return (
      <Text size="sm" mb="lg" className={classes.line}>
        <IconQuestionMark size={16} stroke={2} aria-hidden="true" />
        <span>
          Not audited for leakage: {name} was drawn before samples were. Draw it again to know.{see}
        </span>
      </Text>
    );
  if (leakage.count === 0)
    return (
      <Text size="sm" mb="lg" className={classes.line}>
        <IconCheck size={16} stroke={2} aria-hidden="true" className={classes.sound} />
        <span>
          {soundWords(leakage)}
          {see}
        </span>
      </Text>
    );
  const leaking = leakage.pairs.filter(({ originals, equal, near }) => originals + equal + near > 0);
  return (
    <Alert color="orange" icon={<IconCopy aria-hidden="true" />} title="Images leak between parts" mb="lg">
      <ul className={classes.reasons}>
        {leaking.map((pair) => (
          <li key={`${pair.part} ${pair.against}`}>{leakWords(pair)}</li>
        ))}
      </ul>
      Detectors look better on images that they have seen, or nearly so, than on new ones.{see}
    </Alert>
  );
}

/** `12 of 200 images of the test partition are in the training split too: 10 with equal pixels, 2 nearly equal.` */
function leakWords({ part, against, images, originals, equal, near }: AuditedPair): string {
  const kinds = [
    originals > 0 && `${formatCount(originals)} the same ${originals === 1 ? 'item' : 'items'}`,
    equal > 0 && `${formatCount(equal)} with equal pixels`,
    near > 0 && `${formatCount(near)} nearly equal`,
  ].filter((words) => words !== false);
  const leaking = originals + equal + near;
  return `${formatCount(leaking)} of ${formatCount(images)} images of ${partWords[part]} ${leaking === 1 ? 'is' : 'are'} in ${partWords[against]} too: ${kinds.join(', ')}.`;
}

function soundWords({ limit, pairs }: NonNullable<Audited['leakage']>): string {
  const reference = pairs.filter(({ against }) => against === 'REFERENCE');
  const images = reference.reduce((sum, pair) => sum + pair.images, 0);
  const undecided = pairs.reduce((sum, pair) => sum + pair.undecided, 0);
  const compared = reference[0]
    ? `among ${formatCount(images)} × ${formatCount(reference[0].others)} images of the sample and the training split, nor between its parts`
    : 'between the parts of the sample';
  const open =
    undecided > 0
      ? ` ${formatCount(undecided)} comparisons were left open: these images have too many alike.`
      : '';
  return `No near-duplicates (pixels that differ by less than ${formatShare(limit)}) ${compared}.${open}`;
}
