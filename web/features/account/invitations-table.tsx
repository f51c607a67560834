'use client';

import { type FragmentOf, graphql, readFragment } from '@fiducial/schema';
import { useMutation } from 'urql';
import { DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { formatExact } from '../../text/times';
import { InvitationFields } from './access-fragments';
import { roleTitle } from './role-words';
import { useDeed } from './use-deed';

const RevokeInvitation = graphql(`
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

/** Invitations that nobody has taken yet. */
export function InvitationsTable({
  invitations,
}: {
  invitations: readonly FragmentOf<typeof InvitationFields>[];
}) {
  const rows = invitations.map((ref) => readFragment(InvitationFields, ref));
  if (rows.length === 0) return null;
  return (
    <div style={{ marginTop: 20 }}>
      <DataTable
        label="Open invitations"
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { title: 'Open invitation', cell: ({ email }) => email },
          { title: 'Role', cell: ({ role }) => roleTitle(role) },
          { title: 'Good until', figures: true, cell: ({ expiresAt }) => formatExact(expiresAt) },
          {
            title: 'Take back',
            buttons: true,
            cell: ({ id, email }) => <RevokeButton id={id} email={email} />,
          },
        ]}
      />
    </div>
  );
}

function RevokeButton({ id, email }: { id: string; email: string }) {
  const [{ fetching }, revoke] = useMutation(RevokeInvitation);
  const deed = useDeed();
  const onClick = async () => {
    const { data, error } = await revoke({ id });
    deed(
      { result: data?.revokeInvitation, error },
      { done: `The invitation of ${email} is no longer good.`, failed: 'The invitation is still good' },
    );
  };
  return (
    <RowButton label={`Take back the invitation of ${email}`} loading={fetching} onClick={onClick}>
      Take back
    </RowButton>
  );
}
