import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { formatCount, formatInterval, formatPValue, formatShare, formatUnit } from '../../text/numbers';
import { threatMeaning, threatWords } from '../../text/threat-words';
import { SharedRoc } from './shared-roc';

/** A comparison as a public link shows it. */
export const SharedComparisonFields = graphql(`
  fragment SharedComparisonFields on SharedComparison {
    sameInputs
    evaluations {
      name
      detector
      place
      macroAuc
      macroAucLow
      macroAucHigh
      strongestThreatLevel
      rocCurve { auc falsePositiveRate truePositiveRate nPositive nNegative }
      rows { kind attack auc aucLow aucHigh eer tprAt5Fpr nPositive }
    }
    pairs { a b attack deltaAuc deltaLow deltaHigh adjustedPValue }
  }
`);

type Comparison = ResultOf<typeof SharedComparisonFields>;
type Evaluation = Comparison['evaluations'][number];

/** The result table and the paired tests of a comparison. */
export function SharedComparison({ comparison }: { comparison: FragmentOf<typeof SharedComparisonFields> }) {
  const { evaluations, pairs, sameInputs } = readFragment(SharedComparisonFields, comparison);
  const overAll = pairs.filter(({ attack }) => attack === null);
  return (
    <>
      <Section
        title="Detectors"
        note="mean over attacks of the AUC over successful adversarials, 95 % interval"
      >
        <DataTable
          label="Detectors"
          rows={evaluations}
          rowKey={({ name }) => name}
          columns={[
            {
              title: 'Detector',
              cell: ({ name, strongestThreatLevel }) => (
                <>
                  {name}
                  <Text size="xs" c="dimmed" title={threatMeaning}>
                    {threatWords[strongestThreatLevel]}
                  </Text>
                </>
              ),
            },
            { title: 'Macro-AUC', figures: true, cell: ({ macroAuc }) => formatUnit(macroAuc) },
            {
              title: '95 % interval',
              figures: true,
              cell: ({ macroAucLow, macroAucHigh }) => formatInterval(macroAucLow, macroAucHigh),
            },
          ]}
        />
        {!sameInputs && (
          <Text size="sm" c="dimmed" mt="sm" maw={760}>
            They were not judged on the same inputs: their numbers differ for that reason too, and no paired
            test is possible.
          </Text>
        )}
      </Section>
      <SharedRoc evaluations={evaluations} />
      <Section title="By attack" note="a control is no attack: for it an AUC of 0.5 is wanted">
        <DataTable
          label="By attack"
          rows={byAttack(evaluations)}
          rowKey={({ attack, detector }) => `${attack} ${detector}`}
          columns={[
            {
              title: 'Attack',
              cell: ({ attack, row }) => (row.kind === 'CONTROL' ? `${attack} (control)` : attack),
            },
            { title: 'Detector', cell: ({ detector }) => detector },
            { title: 'AUC', figures: true, cell: ({ row }) => formatUnit(row.auc) },
            {
              title: '95 % interval',
              figures: true,
              cell: ({ row }) => formatInterval(row.aucLow, row.aucHigh),
            },
            { title: 'EER', figures: true, cell: ({ row }) => formatShare(row.eer) },
            { title: 'TPR at 5 % FPR', figures: true, cell: ({ row }) => formatShare(row.tprAt5Fpr) },
            { title: 'Modified inputs', figures: true, cell: ({ row }) => formatCount(row.nPositive) },
          ]}
        />
      </Section>
      {overAll.length > 0 && (
        <Section title="In pairs" note="DeLong’s test on the macro-AUC, Holm-corrected">
          <DataTable
            label="In pairs"
            rows={overAll}
            rowKey={({ a, b }) => `${a} ${b}`}
            columns={[
              { title: 'Detector', cell: ({ a }) => evaluations[a]?.name },
              { title: 'Against', cell: ({ b }) => evaluations[b]?.name },
              { title: 'Difference', figures: true, cell: ({ deltaAuc }) => formatUnit(deltaAuc) },
              {
                title: '95 % interval',
                figures: true,
                cell: ({ deltaLow, deltaHigh }) => formatInterval(deltaLow, deltaHigh),
              },
              { title: 'p', figures: true, cell: ({ adjustedPValue }) => formatPValue(adjustedPValue) },
            ]}
          />
        </Section>
      )}
    </>
  );
}

/** One line for each attack and control under each detector, attack by attack. */
function byAttack(evaluations: readonly Evaluation[]) {
  const lines = evaluations.flatMap(({ name, rows }) =>
    rows
      .filter(({ kind, attack }) => (kind === 'ATTACK' || kind === 'CONTROL') && attack !== null)
      .map((row) => ({ attack: row.attack ?? '', detector: name, row })),
  );
  const order = [...new Set(lines.map(({ attack }) => attack))];
  return lines.sort((a, b) => order.indexOf(a.attack) - order.indexOf(b.attack));
}
