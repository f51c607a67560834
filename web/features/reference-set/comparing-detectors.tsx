import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { DataTable } from '../../parts/data-table';
import { Estimate } from '../../parts/estimate';
import { ThingName } from '../../parts/thing-name';
import { formatNumber, formatShare } from '../../text/numbers';

/** A detector that compares with a reference set, as its list shows it. */
export const ComparingDetector = graphql(`
  fragment ComparingDetector on Detector {
    __typename
    id
    name
    parameters
    method { title parameters { name default } }
    run { id status }
    evaluations { id recall macroAuc macroAucLow macroAucHigh millisecondsPerInput }
  }
`);

/**
 * Detectors with how each searches the set and what that costs: the recall of an approximate index beside the macro-AUC
 * of its newest evaluation, to be held against that of the exact search in the same layer.
 */
export function ComparingDetectors({
  detectors,
}: {
  detectors: readonly FragmentOf<typeof ComparingDetector>[];
}) {
  const rows = readFragment(ComparingDetector, detectors).map((detector) => ({
    ...detector,
    newest: detector.evaluations.find(({ macroAuc }) => macroAuc !== null),
  }));
  return (
    <DataTable
      label="Detectors"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Detector', cell: (detector) => <ThingName thing={detector} /> },
        { title: 'Method', cell: ({ method }) => method?.title ?? 'unknown' },
        { title: 'Search', cell: ({ method, parameters }) => searchOf(parameters, method?.parameters ?? []) },
        {
          title: 'Recall of the index',
          figures: true,
          hint: 'Share of the true nearest neighbors that the search found, measured in its newest evaluation',
          cell: ({ newest }) => formatShare(newest?.recall),
        },
        {
          title: 'Macro-AUC',
          figures: true,
          cell: ({ newest }) => (
            <Estimate
              value={newest?.macroAuc ?? null}
              low={newest?.macroAucLow ?? null}
              high={newest?.macroAucHigh ?? null}
            />
          ),
        },
        {
          title: 'ms per input',
          figures: true,
          cell: ({ newest }) => formatNumber(newest?.millisecondsPerInput),
        },
      ]}
    />
  );
}

/** How the method looks up neighbors, as it was given or by default; a method that looks up none says nothing of it. */
function searchOf(
  given: unknown,
  parameters: readonly { readonly name: string; readonly default: unknown }[],
): string {
  const wanted = typeof given === 'object' && given !== null && 'search' in given ? given.search : undefined;
  const search = wanted ?? parameters.find(({ name }) => name === 'search')?.default;
  if (typeof search !== 'string') return '–';
  return search === 'exact' ? 'exact' : `approximate index (${search})`;
}
