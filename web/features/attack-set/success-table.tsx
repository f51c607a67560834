import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { type Column, DataTable } from '../../parts/data-table';
import { formatCount, formatEpsilon, formatNumber, formatShare } from '../../text/numbers';

/** What an attack set achieved at each budget. */
export const AttackOutcomes = graphql(`
  fragment AttackOutcomes on AttackSet {
    control
    outcomes {
      epsilon
      attacked
      successful
      successRate
      noiseSuccessful
      meanL0
      meanL1
      meanL2
      meanLinf
      medianL2
      medianLinf
      meanConfidence
      forwardQueries
      backwardQueries
    }
  }
`);

/** Success, norms and cost at each budget. */
export function SuccessTable({ set }: { set: FragmentOf<typeof AttackOutcomes> }) {
  const { control, outcomes } = readFragment(AttackOutcomes, set);
  type Row = (typeof outcomes)[number];
  const figures = (title: string, hint: string, cell: (row: Row) => string): Column<Row> => ({
    title,
    hint,
    cell,
    figures: true,
  });
  return (
    <DataTable
      label="Success by epsilon"
      rows={outcomes}
      rowKey={({ epsilon }) => epsilon ?? 'minimal'}
      columns={[
        { title: 'Epsilon', cell: ({ epsilon }) => formatEpsilon(epsilon) },
        figures(
          'Succeeded',
          'Images fooled, of those attacked',
          ({ successful, attacked }) => `${formatCount(successful)} of ${formatCount(attacked)}`,
        ),
        figures('Success rate', 'Fooled over attacked', ({ successRate }) => formatShare(successRate)),
        ...(control || outcomes.every(({ noiseSuccessful }) => noiseSuccessful === null)
          ? []
          : [
              figures(
                'Noise',
                'Share of the images that random noise of the same size fooled',
                ({ noiseSuccessful, attacked }) =>
                  noiseSuccessful === null ? '–' : formatShare(noiseSuccessful / attacked),
              ),
            ]),
        ...(outcomes.every(({ meanConfidence }) => meanConfidence === null)
          ? []
          : [
              figures(
                'Confidence',
                'Mean confidence in the wrong class, over images fooled',
                ({ meanConfidence }) => formatShare(meanConfidence),
              ),
            ]),
        figures('L2', 'Euclidean length: median over images fooled, mean over all', ({ medianL2, meanL2 }) =>
          medianAndMean(medianL2, meanL2),
        ),
        figures(
          'Linf',
          'Greatest change: median over images fooled, mean over all',
          ({ medianLinf, meanLinf }) => medianAndMean(medianLinf, meanLinf),
        ),
        figures('L0, mean', 'Mean number of values changed, over all images', ({ meanL0 }) =>
          formatNumber(meanL0),
        ),
        figures('L1, mean', 'Mean sum of absolute changes, over all images', ({ meanL1 }) =>
          formatNumber(meanL1),
        ),
        figures(
          'Passes',
          'Forward and backward passes through the model, over all images',
          ({ forwardQueries, backwardQueries }) =>
            `${formatCount(forwardQueries)} / ${formatCount(backwardQueries)}`,
        ),
      ]}
    />
  );
}

function medianAndMean(median: number | null, mean: number): string {
  return median === null ? `(${formatNumber(mean)})` : `${formatNumber(median)} (${formatNumber(mean)})`;
}
