import { readFragment } from '@fiducial/schema';
import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { Section } from '../../parts/section';
import { unbroken } from '../../text/names';
import { deviationWords, SeedSpreadFields, type SeedSpreadRef } from '../test-bed/seed-spread';
import { SpreadMark } from '../test-bed/spread-mark';
import { SpreadValue } from '../test-bed/spread-value';

interface RepeatedBed {
  readonly id: string;
  readonly name: string;
  readonly done: number;
  readonly total: number;
  readonly seedSpreads: readonly SeedSpreadRef[];
}

/** What was run with several seeds, each with the detector of the best mean; nothing where no test bed was. */
export function RepeatedBeds({ testBeds }: { testBeds: readonly RepeatedBed[] }) {
  const rows = testBeds.flatMap(({ seedSpreads, ...bed }) => {
    const spreads = seedSpreads.map((ref) => readFragment(SeedSpreadFields, ref));
    const [best] = [...spreads].sort((a, b) => (b.macroAuc?.mean ?? -1) - (a.macroAuc?.mean ?? -1));
    return best ? [{ ...bed, best, detectors: spreads.length }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Section title="Over seeds" note={deviationWords}>
      <DataTable
        label="Over seeds"
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'Repeated',
            cell: ({ id, name }) => <TextLink href={paths.testBed(id)}>{unbroken(name)}</TextLink>,
          },
          { title: 'Seeds', figures: true, cell: ({ best }) => best.seeds.length },
          { title: 'Detectors', figures: true, cell: ({ detectors }) => detectors },
          {
            title: 'Best on the mean',
            cell: ({ best }) =>
              best.macroAuc ? (
                <>
                  {unbroken(best.name)}
                  <SpreadMark seeds={best.seeds} />
                </>
              ) : (
                'none yet'
              ),
          },
          { title: 'Macro-AUC', figures: true, cell: ({ best }) => <SpreadValue of={best.macroAuc} /> },
          { title: 'Runs done', figures: true, cell: ({ done, total }) => `${done} of ${total}` },
        ]}
      />
    </Section>
  );
}
