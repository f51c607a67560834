import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import type { ReactNode } from 'react';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Estimate } from '../../parts/estimate';
import { Section } from '../../parts/section';
import { ThingName } from '../../parts/thing-name';
import { formatCount, formatMilliseconds } from '../../text/numbers';

/** A detector's evaluations with their figures. */
export const EvaluationsOfDetector = graphql(`
  fragment EvaluationsOfDetector on Detector {
    evaluations {
      __typename id name macroAuc macroAucLow macroAucHigh inputCount millisecondsPerInput
      run { id status }
    }
  }
`);

/** How a detector did in each of its evaluations; `evaluate` is the button that makes one. */
export function EvaluationTable({
  detector,
  evaluate,
}: {
  detector: FragmentOf<typeof EvaluationsOfDetector>;
  evaluate: ReactNode;
}) {
  const { evaluations } = readFragment(EvaluationsOfDetector, detector);
  return (
    <Section title="Evaluations">
      {evaluations.length > 0 ? (
        <DataTable
          label="Evaluations"
          rows={evaluations}
          rowKey={(evaluation) => evaluation.id}
          columns={[
            { title: 'Evaluation', cell: (evaluation) => <ThingName thing={evaluation} /> },
            { title: 'Inputs', figures: true, cell: ({ inputCount }) => formatCount(inputCount) },
            {
              title: 'Macro-AUC',
              figures: true,
              cell: (row) => <Estimate value={row.macroAuc} low={row.macroAucLow} high={row.macroAucHigh} />,
            },
            {
              title: 'ms per input',
              figures: true,
              cell: ({ millisecondsPerInput }) => formatMilliseconds(millisecondsPerInput),
            },
          ]}
        />
      ) : (
        <Empty action={evaluate}>
          How well it tells adversarial inputs from authentic ones is shown here once it is evaluated.
        </Empty>
      )}
    </Section>
  );
}
