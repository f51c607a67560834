import { type FragmentOf, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { Estimate } from '../../parts/estimate';
import { TextLink } from '../../parts/links';
import { ThingName } from '../../parts/thing-name';
import { SeedRows } from './seed-spread';

type Row = ResultOf<typeof SeedRows>['seeds'][number];

/** The detector of each seed with its own figures: each leads to the detector and to what it was judged by. */
export function SeedTable({ spread }: { spread: FragmentOf<typeof SeedRows> }) {
  const { seeds } = readFragment(SeedRows, spread);
  return (
    <DataTable
      label="Each seed"
      rows={seeds}
      rowKey={({ seed }) => seed}
      columns={[
        {
          title: 'Detector',
          cell: ({ seed, detector, evaluation }) => (
            <>
              <TextLink href={paths.detector(detector.id)}>Seed {seed}</TextLink>
              <Text size="xs" c="dimmed">
                <ThingName thing={{ ...evaluation, name: 'evaluation' }} />
              </Text>
            </>
          ),
        },
        {
          title: 'Macro-AUC',
          figures: true,
          cell: ({ evaluation: { macroAuc, macroAucLow, macroAucHigh } }) => (
            <Estimate value={macroAuc} low={macroAucLow} high={macroAucHigh} stacked />
          ),
        },
        ...attackColumns(seeds),
      ]}
    />
  );
}

/** Attacks by their place: those of another seed's bed are other sets under another name. */
function attackColumns(seeds: readonly Row[]) {
  const of = ({ evaluation }: Row) =>
    evaluation.rows.filter(({ kind, attackSet }) => attackSet && (kind === 'ATTACK' || kind === 'CONTROL'));
  const most = seeds.map(of).sort((a, b) => b.length - a.length)[0] ?? [];
  return most.map(({ attackSet }, at) => ({
    title: `${attackSet?.name}${attackSet?.control ? ' (control)' : ''}`,
    figures: true,
    cell: (row: Row) => {
      const found = of(row)[at];
      return <Estimate value={found?.auc} low={found?.aucLow} high={found?.aucHigh} stacked />;
    },
  }));
}
