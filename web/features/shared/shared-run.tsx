import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { parameterRows, titleOfParameter, valueInForm } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { titleOfMetric } from '../../text/names';
import { formatNumber } from '../../text/numbers';
import { formatExact } from '../../text/times';
import { parameterWords } from '../run/form-words';

/** A run as a public link shows it. */
export const SharedRunFields = graphql(`
  fragment SharedRunFields on SharedRun {
    kind kindTitle status seed params createdAt startedAt finishedAt
    method { methodId title parameters { name options } }
    metrics { name last }
  }
`);

/** What a run was given and what came of it. */
export function SharedRun({ run }: { run: FragmentOf<typeof SharedRunFields> }) {
  const shared = readFragment(SharedRunFields, run);
  const { kindTitle, status, seed, createdAt, finishedAt, metrics, method } = shared;
  const named = method && {
    ...method,
    parameters: method.parameters.map((of) => ({ ...of, description: '' })),
  };
  const { parameters, ...words } = parameterWords(shared, named, method ? [method] : []);
  return (
    <>
      <Facts
        items={[
          ['Kind', kindTitle],
          ['Status', status.toLowerCase()],
          ['Seed', seed],
          ['Launched', formatExact(createdAt)],
          ['Ended', finishedAt ? formatExact(finishedAt) : '–'],
        ]}
      />
      <Section title="Parameters">
        <DataTable
          label="Parameters"
          rows={parameterRows(parameters, [])}
          rowKey={({ name }) => name}
          columns={[
            { title: 'Parameter', cell: ({ name }) => titleOfParameter(name, words.described) },
            { title: 'Value', cell: ({ name, value }) => valueInForm(name, value, words) },
          ]}
        />
      </Section>
      {metrics.length > 0 && (
        <Section title="Metrics" note="last values">
          <DataTable
            label="Metrics"
            rows={metrics}
            rowKey={({ name }) => name}
            columns={[
              { title: 'Metric', cell: ({ name }) => titleOfMetric(name) },
              {
                title: 'Last',
                figures: true,
                cell: ({ last }) => (typeof last === 'number' ? formatNumber(last) : (last ?? '–')),
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}
