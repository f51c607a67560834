import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { DataTable } from '../../parts/data-table';
import { ThingName } from '../../parts/thing-name';
import { formatEpsilon, formatShare } from '../../text/numbers';
import { QualityFlags, QualityMark } from './quality-flags';

/** An attack set as a list of them shows it. */
export const AttackSetRow = graphql(
  `
    fragment AttackSetRow on AttackSet {
      __typename id name control
      outcomes { epsilon successRate }
      ...QualityFlags
      run { id status }
    }
  `,
  [QualityFlags],
);

/** Attack sets with what the quality gate says of them, and their success by epsilon. */
export function AttackSetsTable({ sets }: { sets: readonly FragmentOf<typeof AttackSetRow>[] }) {
  return (
    <DataTable
      label="Attack sets"
      rows={readFragment(AttackSetRow, sets)}
      rowKey={(set) => set.id}
      columns={[
        { title: 'Attack set', cell: (set) => <ThingName thing={set} /> },
        { title: 'Kind', cell: ({ control }) => (control ? 'control' : 'attack') },
        { title: 'Quality', cell: (set) => <QualityMark set={set} /> },
        {
          title: 'Success by epsilon',
          figures: true,
          cell: ({ outcomes }) =>
            outcomes
              .map(({ epsilon, successRate }) => `${formatEpsilon(epsilon)}: ${formatShare(successRate)}`)
              .join(', ') || '–',
        },
      ]}
    />
  );
}
