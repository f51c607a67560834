import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { DataTable } from '../../parts/data-table';
import { Facts } from '../../parts/facts';
import { parameterInWords, parameterRows } from '../../parts/parameter-list';
import { Section } from '../../parts/section';
import { titleOfMetric, titleOfName } from '../../text/names';
import { formatNumber } from '../../text/numbers';
import { formatExact } from '../../text/times';

/** A run as a public link shows it. */
export const SharedRunFields = graphql(`
  fragment SharedRunFields on SharedRun {
    kindTitle status seed params createdAt startedAt finishedAt
    metrics { name last }
  }
`);

/** What a run was given and what came of it. */
export function SharedRun({ run }: { run: FragmentOf<typeof SharedRunFields> }) {
  const { kindTitle, status, seed, params, createdAt, finishedAt, metrics } = readFragment(
    SharedRunFields,
    run,
  );
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
          rows={parameterRows(params, [])}
          rowKey={({ name }) => name}
          columns={[
            { title: 'Parameter', cell: ({ name }) => titleOfName(name) },
            { title: 'Value', cell: ({ name, value }) => parameterInWords(name, value) },
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
