import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { auditWords } from '../../text/audit-words';
import { runKinds } from '../run/run-kinds';

/** A line of the audit log. */
export const AuditFields = graphql(`
  fragment AuditFields on AuditEntry { id at actor via address action subject before after }
`);

type Entry = ResultOf<typeof AuditFields>;

/** What was done about who may do what, about projects, and to runs. */
export function AuditTable({ entries }: { entries: readonly FragmentOf<typeof AuditFields>[] }) {
  const rows = entries.map((ref) => readFragment(AuditFields, ref));
  if (rows.length === 0)
    return (
      <Empty>
        Changes of members, roles, tokens and projects are listed here, and runs that were launched, cancelled
        or deleted.
      </Empty>
    );
  return (
    <DataTable
      label="Audit log"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: 'When', cell: ({ at }) => <Ago at={at} /> },
        {
          title: 'Who',
          cell: ({ actor, via, address }) => (
            <>
              <Text inherit>{actor}</Text>
              <Text size="xs" c="dimmed">
                {[via === 'local' ? 'without sign-in' : via, address].filter(Boolean).join(', ')}
              </Text>
            </>
          ),
        },
        {
          title: 'Did',
          cell: ({ action, after }) => (
            <>
              <Text inherit>{auditWords[action] ?? action}</Text>
              <Text size="xs" c="dimmed">
                {kindOf(after)?.toLowerCase()}
              </Text>
            </>
          ),
        },
        { title: 'Of', cell: ({ subject }) => subject },
        { title: 'From', cell: ({ before }) => wordsOf(before) },
        { title: 'To', cell: ({ after }) => wordsOf(after) },
      ]}
    />
  );
}

/** `{ role: 'VIEWER' }` becomes "viewer". */
function wordsOf(value: Entry['before']): string {
  if (typeof value !== 'object' || value === null) return '–';
  const { role, scope, status, name, team, expiresAt } = value as Record<string, unknown>; // as the server wrote it
  const given = name ?? team; // people's words stay as they are
  if (typeof given === 'string') return given;
  const until = typeof expiresAt === 'string' ? `until ${expiresAt.slice(0, 10)}` : undefined;
  const words = [role ?? scope ?? status, until].filter((part) => typeof part === 'string');
  return words.join(', ').toLowerCase() || '–';
}

/** What kind of run was launched, which is no change from one thing to another. */
function kindOf(after: Entry['after']): string | undefined {
  if (typeof after !== 'object' || after === null || !('kind' in after)) return undefined;
  return runKinds.find(({ kind }) => kind === after.kind)?.title;
}
