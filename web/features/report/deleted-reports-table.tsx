'use client';

import { useState } from 'react';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { formatExact } from '../../text/times';
import { useRestoreReport } from './use-remove-report';

interface Deleted {
  readonly id: string;
  readonly title: string;
  readonly deletedAt: string | null;
  readonly keptUntil: string | null;
}

/** Reports that were deleted and can be restored. */
export function DeletedReportsTable({
  reports,
  mayRestore,
}: {
  readonly reports: readonly Deleted[];
  readonly mayRestore: boolean;
}) {
  return (
    <DataTable
      label="Deleted reports"
      rows={reports}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Report', cell: ({ title }) => title },
        { title: 'Deleted', figures: true, cell: ({ deletedAt }) => deletedAt && <Ago at={deletedAt} /> },
        { title: 'Kept until', figures: true, cell: ({ keptUntil }) => keptUntil && formatExact(keptUntil) },
        ...(mayRestore
          ? [
              {
                title: 'Restore',
                buttons: true,
                cell: (report: Deleted) => <RestoreButton report={report} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function RestoreButton({ report: { id, title } }: { readonly report: Deleted }) {
  const [busy, setBusy] = useState(false);
  const restore = useRestoreReport();
  const onClick = async () => {
    setBusy(true);
    await restore(id);
    setBusy(false);
  };
  return (
    <RowButton label={`Restore ${title}`} loading={busy} onClick={onClick}>
      Restore
    </RowButton>
  );
}
