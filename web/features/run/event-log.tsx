import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { formatExact } from '../../text/times';
import { eventWords } from './event-words';
import type { RunEventData } from './run-details';

const columns: readonly Column<RunEventData>[] = [
  { title: 'What happened', cell: inWords },
  { title: 'At', figures: true, cell: ({ at }) => formatExact(at) },
  { title: 'When', figures: true, cell: ({ at }) => <Ago at={at} /> },
];

/** What happened in a run, in order. */
export function EventLog({ events }: { events: readonly RunEventData[] }) {
  return <DataTable label="Log" columns={columns} rows={events} rowKey={({ seq }) => seq} />;
}

function inWords({ type, data }: RunEventData): string {
  // Events carry an object; which fields it has depends on the type.
  const { name, message } = (data ?? {}) as { name?: string; message?: string };
  if (type === 'step') return `Stage “${name}” began`;
  const said = type in eventWords ? eventWords[type as keyof typeof eventWords] : type; // just looked up
  return message ? `${said}: ${message}` : said;
}
