import { readFragment } from '@fiducial/schema';
import { paths } from '../../lib/paths';
import { DataTable } from '../../parts/data-table';
import { TextLink } from '../../parts/links';
import { unbroken } from '../../text/names';
import { type SeedSpreadData, SeedSpreadFields, type SeedSpreadRef } from './seed-spread';
import { SpreadMark } from './spread-mark';
import { SpreadValue } from './spread-value';

/** Detectors by their mean macro-AUC over seeds, best first; each leads to the page that lists its seeds. */
export function SpreadTable({ spreads }: { spreads: readonly SeedSpreadRef[] }) {
  const rows = spreads
    .map((ref) => readFragment(SeedSpreadFields, ref))
    .sort((a, b) => (b.macroAuc?.mean ?? -1) - (a.macroAuc?.mean ?? -1));
  const attacks = new Map(
    rows.flatMap(({ attacks: of }) => of).map(({ name, control }) => [name, control] as const),
  );
  return (
    <DataTable
      label="Detectors over seeds"
      rows={rows}
      rowKey={({ seeds }) => seeds[0]?.detector.id ?? ''}
      columns={[
        { title: 'Detector', cell: (row) => <FirstSeed row={row} /> },
        { title: 'Seeds done', figures: true, cell: seedsDone },
        {
          title: 'Macro-AUC',
          figures: true,
          hint: 'Mean over attacks of the area under the ROC curve, over successful adversarials',
          cell: ({ macroAuc }) => <SpreadValue of={macroAuc} />,
        },
        ...[...attacks]
          .sort(([, a], [, b]) => Number(a) - Number(b))
          .map(([name, control]) => ({
            title: control ? `${name} (control)` : name,
            figures: true,
            hint: control ? 'AUC against the control: 0.5 is wanted' : 'AUC over successful adversarials',
            cell: (row: SeedSpreadData) => (
              <SpreadValue of={row.attacks.find((attack) => attack.name === name)?.auc} />
            ),
          })),
      ]}
    />
  );
}

function FirstSeed({ row: { name, seeds } }: { row: SeedSpreadData }) {
  const [first] = seeds;
  return first ? (
    <>
      <TextLink href={paths.detector(first.detector.id)}>{unbroken(name)}</TextLink>
      <SpreadMark seeds={seeds} />
    </>
  ) : (
    unbroken(name)
  );
}

function seedsDone({ seeds }: SeedSpreadData): string {
  return `${seeds.filter(({ evaluation }) => evaluation.macroAuc !== null).length} of ${seeds.length}`;
}
