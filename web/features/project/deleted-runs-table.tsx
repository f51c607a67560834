'use client';

import { useState } from 'react';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { formatCount } from '../../text/numbers';
import { formatExact } from '../../text/times';
import { useRestoreRuns } from '../run/use-restore-runs';

interface Deletion {
  readonly id: string;
  readonly title: string;
  readonly runs: number;
  readonly deletedAt: string | null;
  readonly deletedBy: string | null;
  readonly keptUntil: string | null;
}

/** Runs that were deleted and can be restored. */
export function DeletedRunsTable({ deletions }: { deletions: readonly Deletion[] }) {
  return (
    <DataTable
      label="Deleted runs"
      rows={deletions}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Run',
          cell: ({ title, runs }) =>
            runs === 1 ? title : `${title}, and ${formatCount(runs - 1)} made from it`,
        },
        { title: 'Deleted by', cell: ({ deletedBy }) => deletedBy },
        { title: 'Deleted', figures: true, cell: ({ deletedAt }) => deletedAt && <Ago at={deletedAt} /> },
        { title: 'Kept until', figures: true, cell: ({ keptUntil }) => keptUntil && formatExact(keptUntil) },
        { title: 'Restore', buttons: true, cell: (deletion) => <RestoreButton deletion={deletion} /> },
      ]}
    />
  );
}

function RestoreButton({ deletion }: { deletion: Deletion }) {
  const [busy, setBusy] = useState(false);
  const restore = useRestoreRuns();
  const onClick = async () => {
    setBusy(true);
    await restore(deletion);
    setBusy(false);
  };
  return (
    <RowButton label={`Restore ${deletion.title}`} loading={busy} onClick={onClick}>
      Restore
    </RowButton>
  );
}
