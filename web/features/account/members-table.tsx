'use client';

import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { NativeSelect, Text } from '@mantine/core';
import { useMutation } from 'urql';
import { Ago } from '../../parts/ago';
import { type Column, DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { MemberFields } from './access-fragments';
import { roleChoices, roleTitle, toRole } from './role-words';
import { useDeed } from './use-deed';

const ChangeMemberRole = graphql(`
  mutation ChangeMemberRole($teamId: ID!, $memberId: ID!, $role: Role!) {
    changeMemberRole(teamId: $teamId, memberId: $memberId, role: $role) {
      __typename
      ... on UserError { message }
    }
  }
`);

const RemoveMember = graphql(`
  mutation RemoveMember($teamId: ID!, $memberId: ID!) {
    removeMember(teamId: $teamId, memberId: $memberId) {
      __typename
      ... on UserError { message }
    }
  }
`);

type Member = ResultOf<typeof MemberFields>;

/** Who is in a team, with what role; admins change it. */
export function MembersTable({
  teamId,
  members,
  mayChange,
}: {
  teamId: string;
  members: readonly FragmentOf<typeof MemberFields>[];
  mayChange: boolean;
}) {
  const columns: Column<Member>[] = [
    {
      title: 'Member',
      cell: ({ name, email, isViewer, closed }) => (
        <>
          <Text inherit>
            {name}
            {isViewer ? ' (you)' : ''}
            {closed ? ', account closed' : ''}
          </Text>
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        </>
      ),
    },
    {
      title: 'Role',
      cell: (member) => (mayChange ? <RoleChoice teamId={teamId} member={member} /> : roleTitle(member.role)),
    },
    { title: 'Joined', figures: true, cell: ({ since }) => <Ago at={since} /> },
    ...(mayChange
      ? [
          {
            title: 'Remove',
            buttons: true,
            cell: (member: Member) => <RemoveButton teamId={teamId} member={member} />,
          },
        ]
      : []),
  ];
  const rows = members.map((ref) => readFragment(MemberFields, ref));
  return <DataTable label="Members" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

function RoleChoice({ teamId, member: { id, name, role } }: { teamId: string; member: Member }) {
  const [{ fetching }, change] = useMutation(ChangeMemberRole);
  const deed = useDeed();
  const onChange = async (value: string) => {
    const chosen = toRole(value);
    if (!chosen || chosen === role) return;
    const { data, error } = await change({ teamId, memberId: id, role: chosen });
    deed(
      { result: data?.changeMemberRole, error },
      { done: `${name} is ${roleTitle(chosen).toLowerCase()} now.`, failed: `${name} keeps the role` },
    );
  };
  return (
    <NativeSelect
      aria-label={`Role of ${name}`}
      data={roleChoices.map(({ value, label }) => ({ value, label }))}
      value={role}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      disabled={fetching}
      w={130}
      size="xs"
    />
  );
}

function RemoveButton({ teamId, member: { id, name } }: { teamId: string; member: Member }) {
  const [{ fetching }, remove] = useMutation(RemoveMember);
  const deed = useDeed();
  const onClick = async () => {
    if (!window.confirm(`Take ${name} out of the team? What they made stays; they see it no longer.`)) return;
    const { data, error } = await remove({ teamId, memberId: id });
    deed(
      { result: data?.removeMember, error },
      { done: `${name} is out of the team.`, failed: `${name} stays in the team` },
    );
  };
  return (
    <RowButton label={`Remove ${name}`} loading={fetching} onClick={onClick}>
      Remove
    </RowButton>
  );
}
