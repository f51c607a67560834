import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Section } from '../../parts/section';
import { formatDuration } from '../../text/times';
import type { RunPageData } from './run-details';

/** How an attempt ended, as the API names it, in words. */
const outcomeWords = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  WORKER_LOST: 'Its worker was lost',
  OUT_OF_MEMORY: 'Ran out of memory',
  WORKER_STOPPED: 'Its worker was shut down',
  STOPPED_BY_SURROUNDINGS: 'Stopped by what is around it',
} as const;

/** What happened in each attempt, where there was more than one. */
export function Attempts({ run: { attempts, attempt } }: { run: RunPageData }) {
  if (attempt < 2) return null;
  return (
    <Section title="Attempts" note={`${attempt}`}>
      <DataTable
        label="Attempts"
        rows={attempts}
        rowKey={({ number }) => number}
        columns={[
          { title: 'No.', figures: true, cell: ({ number }) => number },
          { title: 'Began', cell: ({ startedAt }) => <Ago at={startedAt} /> },
          {
            title: 'Lasted',
            figures: true,
            cell: ({ startedAt, endedAt }) =>
              endedAt ? formatDuration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : '–',
          },
          { title: 'How it ended', cell: ({ outcome }) => (outcome ? outcomeWords[outcome] : 'It lasts') },
          { title: 'At stage', cell: ({ step }) => step ?? '–' },
          { title: 'What happened', cell: ({ message }) => message ?? '–' },
          { title: 'Worker', cell: ({ workerId }) => workerId?.slice(-12) ?? '–' },
        ]}
      />
    </Section>
  );
}
