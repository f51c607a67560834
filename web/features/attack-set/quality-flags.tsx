import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Alert, Text } from '@mantine/core';
import { IconCheck, IconFlag } from '@tabler/icons-react';
import { formatEpsilon } from '../../text/numbers';
import classes from './attack-set.module.css';
import { ComparableWord } from './comparable-word';

/** The reasons against an attack set. */
export const QualityFlags = graphql(`
  fragment QualityFlags on AttackSet {
    ready
    control
    testOnly
    epsilons
    flags { code message epsilon }
  }
`);

type Flag = ResultOf<typeof QualityFlags>['flags'][number];

const titles = {
  ZERO_GRADIENT: 'zero gradient',
  BUDGET_LOWERS_SUCCESS: 'budget lowers success',
  STEPS_LOWER_SUCCESS: 'more steps lower success',
  NOISE_AS_GOOD: 'noise does as well',
  BELOW_BEST: 'far below the best',
} as const satisfies Record<Flag['code'], string>;

/** What the quality gate found, in a few words for a list; the whole reasons on hover. */
export function QualityMark({ set }: { set: FragmentOf<typeof QualityFlags> }) {
  const { ready, control, flags } = readFragment(QualityFlags, set);
  if (!ready || control) return '–';
  if (flags.length === 0) return <span className={classes.passed}>passed</span>;
  return (
    <span className={classes.mark} title={flags.map(({ message }) => message).join('\n')}>
      <IconFlag size={14} stroke={1.8} aria-hidden="true" />
      {[...new Set(flags.map(({ code }) => titles[code]))].join(', ')}
    </span>
  );
}

/** Whether an attack set can be relied on: each reason against it in words, or what was looked at. */
export function QualityReport({ set }: { set: FragmentOf<typeof QualityFlags> }) {
  const { ready, control, testOnly, epsilons, flags } = readFragment(QualityFlags, set);
  if (!ready || control) return null;
  if (flags.length === 0)
    return (
      <Text mb="xl" className={classes.sound}>
        <IconCheck size={16} stroke={2} aria-hidden="true" />
        <span>
          The quality gate found nothing against it: no gradient of zero for many inputs, no larger budget and
          no more steps that fool fewer images, no noise of the same size that does as well
          {!testOnly && (
            <>
              , no <ComparableWord /> stored attack on these images that does far better
            </>
          )}
          .
        </span>
      </Text>
    );
  return (
    <Alert
      color="orange"
      icon={<IconFlag aria-hidden="true" />}
      title={`Do not rely on this attack${flaggedBudgets(epsilons, flags)}`}
      mb="xl"
    >
      <ul className={classes.reasons}>
        {flags.map(({ code, message, epsilon }) => (
          <li key={`${code} ${epsilon}`}>
            {epsilon !== null && <strong>At {formatEpsilon(epsilon)}: </strong>}
            {message}
          </li>
        ))}
      </ul>
      A weak attack makes a detector look better than it is.
    </Alert>
  );
}

/** The budgets that are flagged, where others are not: ` at 10/255, 20/255`. */
function flaggedBudgets(epsilons: readonly (number | null)[], flags: readonly Flag[]): string {
  const flagged = epsilons.filter((budget) =>
    flags.some(({ epsilon }) => epsilon === null || epsilon === budget),
  );
  return flagged.length < epsilons.length ? ` at ${flagged.map(formatEpsilon).join(', ')}` : '';
}
