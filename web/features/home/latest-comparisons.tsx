import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Estimate } from '../../parts/estimate';
import { TextLink } from '../../parts/links';
import { ThreatMark } from '../../parts/threat-mark';

/** A test bed as a comparison of its detectors. */
export const TestBedSummary = graphql(`
  fragment TestBedSummary on TestBed {
    id
    name
    createdAt
    done
    total
    project { id name }
    evaluations {
      id
      name
      macroAuc
      macroAucLow
      macroAucHigh
      strongestThreatLevel
      detector { id }
    }
  }
`);

type Row = ResultOf<typeof TestBedSummary>;

const mostCompared = 50;

const columns: readonly Column<Row>[] = [
  {
    title: 'Comparison',
    cell: ({ name, evaluations, project }) =>
      evaluations.length > 0 ? (
        <TextLink href={paths.compare(evaluations.slice(0, mostCompared).map(({ id }) => id))}>
          {name}
        </TextLink>
      ) : (
        <TextLink href={paths.project(project.id)}>{name}</TextLink>
      ),
  },
  {
    title: 'Project',
    cell: ({ project }) => (
      <TextLink href={paths.project(project.id)} c="dimmed">
        {project.name}
      </TextLink>
    ),
  },
  {
    title: 'Best detector',
    cell: ({ evaluations: [best] }) =>
      best ? (
        <>
          {best.name}
          <div>
            <ThreatMark level={best.strongestThreatLevel} detectorId={best.detector.id} />
          </div>
        </>
      ) : (
        'none evaluated yet'
      ),
  },
  {
    title: 'Macro-AUC',
    figures: true,
    hint: 'Mean over attacks of the area under the ROC curve, with its 95 % interval',
    cell: ({ evaluations: [best] }) => (
      <Estimate value={best?.macroAuc} low={best?.macroAucLow} high={best?.macroAucHigh} />
    ),
  },
  { title: 'Detectors', figures: true, cell: ({ evaluations }) => evaluations.length },
  { title: 'Runs done', figures: true, cell: ({ done, total }) => `${done} of ${total}` },
  { title: 'Started', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
];

/** The newest test beds with their best detector, each a link to the comparison. */
export function LatestComparisons({ testBeds }: { testBeds: readonly FragmentOf<typeof TestBedSummary>[] }) {
  const rows = testBeds
    .map((ref) => readFragment(TestBedSummary, ref))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, 5);
  if (rows.length === 0)
    return (
      <Empty>
        No test bed was run yet. One trains a model, attacks it and evaluates many detectors on the same
        inputs; start it on the page of a data set.
      </Empty>
    );
  return <DataTable label="Latest comparisons" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
