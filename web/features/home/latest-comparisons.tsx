import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { mostCompared, paths } from '../../lib/paths';
import { read } from '../../lib/read';
import { Ago } from '../../parts/ago';
import { ControlMarks, type JudgedRow } from '../../parts/control-marks';
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

/** The figures of the best detectors alone: those of all detectors of all test beds would be many. */
const BestRowsQuery = graphql(`
  query BestRows($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Evaluation {
        id
        rows { kind auc aucLow attackSet { id name } }
      }
    }
  }
`);

type Row = ResultOf<typeof TestBedSummary> & { readonly bestRows: readonly JudgedRow[] };

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
    cell: ({ evaluations: [best], bestRows }) =>
      best ? (
        <>
          {best.name}
          <div>
            <ThreatMark level={best.strongestThreatLevel} detectorId={best.detector.id} />
          </div>
          <ControlMarks rows={bestRows} />
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
export async function LatestComparisons({
  testBeds,
}: {
  testBeds: readonly FragmentOf<typeof TestBedSummary>[];
}) {
  const latest = testBeds
    .map((ref) => readFragment(TestBedSummary, ref))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, 5);
  if (latest.length === 0)
    return (
      <Empty>
        No test bed was run yet. One trains a model, attacks it and evaluates many detectors on the same
        inputs; start it on the page of a data set.
      </Empty>
    );
  const bestRows = await readRows(latest.flatMap(({ evaluations: [best] }) => best?.id ?? []));
  const rows = latest.map((bed) => ({ ...bed, bestRows: bestRows.get(bed.evaluations[0]?.id ?? '') ?? [] }));
  return <DataTable label="Latest comparisons" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

/** The rows of evaluations, by id. */
async function readRows(ids: readonly string[]): Promise<ReadonlyMap<string, readonly JudgedRow[]>> {
  if (ids.length === 0) return new Map();
  const { nodes } = await read(BestRowsQuery, { ids: [...ids] });
  return new Map(nodes.flatMap((node) => (node && 'id' in node ? [[node.id, node.rows] as const] : [])));
}
