'use client';

import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { useMutation } from 'urql';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { formatExact } from '../../text/times';
import { DeletedProjectFields } from './access-fragments';
import { useDeed } from './use-deed';

const RestoreProject = graphql(`
  mutation RestoreProject($id: ID!) {
    restoreProject(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Projects that were deleted and can be restored. */
export function DeletedProjectsTable({
  projects,
}: {
  projects: readonly FragmentOf<typeof DeletedProjectFields>[];
}) {
  const rows = projects.map((ref) => readFragment(DeletedProjectFields, ref));
  return (
    <DataTable
      label="Deleted projects"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Project', cell: ({ name }) => name },
        { title: 'Deleted by', cell: ({ deletedBy }) => deletedBy },
        { title: 'Deleted', figures: true, cell: ({ deletedAt }) => deletedAt && <Ago at={deletedAt} /> },
        { title: 'Kept until', figures: true, cell: ({ keptUntil }) => keptUntil && formatExact(keptUntil) },
        { title: 'Restore', buttons: true, cell: ({ id, name }) => <RestoreButton id={id} name={name} /> },
      ]}
    />
  );
}

function RestoreButton({ id, name }: { id: string; name: string }) {
  const [{ fetching }, restore] = useMutation(RestoreProject);
  const deed = useDeed();
  const onClick = async () => {
    const { data, error } = await restore({ id });
    deed(
      { result: data?.restoreProject, error },
      { done: `${name} is back.`, failed: `${name} was not restored` },
    );
  };
  return (
    <RowButton label={`Restore ${name}`} loading={fetching} onClick={onClick}>
      Restore
    </RowButton>
  );
}
