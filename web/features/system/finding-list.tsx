import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import classes from './system.module.css';

/** What came of looking at something. */
export const FindingFields = graphql(`
  fragment FindingFields on Finding {
    title
    state
    words
    todo
  }
`);

type State = ResultOf<typeof FindingFields>['state'];

const marks = {
  OK: { Icon: IconCheck, words: 'well', className: classes.well },
  WARNING: { Icon: IconAlertTriangle, words: 'warning', className: classes.warning },
  BROKEN: { Icon: IconX, words: 'broken', className: classes.broken },
} as const satisfies Record<State, unknown>;

const order: Record<State, number> = { BROKEN: 0, WARNING: 1, OK: 2 };

/** Everything that was looked at, the worst first, with what to do about it. */
export function FindingList({ findings }: { findings: readonly FragmentOf<typeof FindingFields>[] }) {
  const worstFirst = findings
    .map((finding) => readFragment(FindingFields, finding))
    .toSorted((a, b) => order[a.state] - order[b.state]);
  return (
    <ul className={classes.findings}>
      {worstFirst.map(({ title, state, words, todo }) => {
        const { Icon, words: stateWords, className } = marks[state];
        return (
          <li key={title}>
            <span className={className}>
              <Icon size={16} stroke={2} aria-hidden="true" />
              {stateWords}
            </span>
            <span className={classes.findingTitle}>{title}</span>
            <div>
              <Text inherit>{words}</Text>
              {todo && state !== 'OK' && (
                <Text size="sm" c="dimmed">
                  {todo}
                </Text>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
