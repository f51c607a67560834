import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { formatExact } from '../../text/times';
import type { RunEventData } from './run-details';

const words: Readonly<Record<string, string>> = {
  waiting: 'Launched; waits for its inputs',
  queued: 'Queued for a free worker',
  claimed: 'Taken by a worker',
  reused: 'The outcome of an equal run was taken over',
  cancelRequested: 'Somebody asked to cancel it',
  requeued: 'Back in the queue',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** What carries figures has its own place on the page. */
const shownElsewhere: ReadonlySet<string> = new Set(['progress', 'metric']);

const columns: readonly Column<RunEventData>[] = [
  { title: 'What happened', cell: inWords },
  { title: 'At', figures: true, cell: ({ at }) => formatExact(at) },
  { title: 'When', figures: true, cell: ({ at }) => <Ago at={at} /> },
];

/** What happened in a run, in order. */
export function EventLog({ events }: { events: readonly RunEventData[] }) {
  const rows = events.filter(({ type }) => !shownElsewhere.has(type));
  return <DataTable label="Log" columns={columns} rows={rows} rowKey={({ seq }) => seq} />;
}

function inWords({ type, data }: RunEventData): string {
  // Events carry an object; which fields it has depends on the type.
  const { name, message } = (data ?? {}) as { name?: string; message?: string };
  if (type === 'step') return `Stage “${name}” began`;
  const said = words[type] ?? type;
  return message ? `${said}: ${message}` : said;
}
