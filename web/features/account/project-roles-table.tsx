'use client';

import { graphql } from '@fiducial/schema';
import { NativeSelect, Text } from '@mantine/core';
import { useMutation } from 'urql';
import { DataTable } from '../../parts/data-table';
import { type Role, roleChoices, roleTitle, toRole } from './role-words';
import { useDeed } from './use-deed';

const ChangeProjectRole = graphql(`
  mutation ChangeProjectRole($projectId: ID!, $memberId: ID!, $role: Role) {
    changeProjectRole(projectId: $projectId, memberId: $memberId, role: $role) {
      __typename
      ... on UserError { message }
    }
  }
`);

interface Row {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly ownRole: Role | null;
}

/** Members of the team with the role that counts in one project; admins change it. */
export function ProjectRolesTable({
  projectId,
  rows,
  mayChange,
}: {
  projectId: string;
  rows: readonly Row[];
  mayChange: boolean;
}) {
  return (
    <DataTable
      label="Who may do what"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Member',
          cell: ({ name, email }) => (
            <>
              <Text inherit>{name}</Text>
              <Text size="xs" c="dimmed">
                {email}
              </Text>
            </>
          ),
        },
        { title: 'In the team', cell: ({ role }) => roleTitle(role) },
        {
          title: 'In this project',
          cell: (row) =>
            mayChange && row.role !== 'ADMIN' ? (
              <OwnRole projectId={projectId} row={row} />
            ) : (
              roleTitle(row.role === 'ADMIN' ? row.role : (row.ownRole ?? row.role))
            ),
        },
      ]}
    />
  );
}

const asInTeam = 'TEAM';

function OwnRole({ projectId, row: { id, name, ownRole } }: { projectId: string; row: Row }) {
  const [{ fetching }, change] = useMutation(ChangeProjectRole);
  const deed = useDeed();
  const onChange = async (value: string) => {
    const role = toRole(value) ?? null;
    if (role === ownRole) return;
    const { data, error } = await change({ projectId, memberId: id, role });
    deed(
      { result: data?.changeProjectRole, error },
      {
        done: role
          ? `${name} is ${roleTitle(role).toLowerCase()} here.`
          : `${name} has the team’s role here.`,
        failed: `${name} keeps the role`,
      },
    );
  };
  return (
    <NativeSelect
      aria-label={`Role of ${name} in this project`}
      data={[
        { value: asInTeam, label: 'As in the team' },
        ...roleChoices.map(({ value, label }) => ({ value, label })),
      ]}
      value={ownRole ?? asInTeam}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      disabled={fetching}
      w={160}
      size="xs"
    />
  );
}
