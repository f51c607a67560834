'use client';

import { type FragmentOf, graphql, type ResultOf, readFragment } from '@fiducial/schema';
import { Text } from '@mantine/core';
import { useMutation } from 'urql';
import { Ago } from '../../parts/ago';
import { DataTable } from '../../parts/data-table';
import { RowButton } from '../../parts/row-button';
import { formatExact } from '../../text/times';
import { TokenFields } from './access-fragments';
import { scopeTitle } from './scope-words';
import { useDeed } from './use-deed';

const RevokeAccessToken = graphql(`
  mutation RevokeAccessToken($id: ID!) {
    revokeAccessToken(id: $id) {
      __typename
      ... on UserError { message }
    }
  }
`);

type Token = ResultOf<typeof TokenFields>;

/** The viewer's tokens, of which each can be made void. */
export function TokensTable({ tokens }: { tokens: readonly FragmentOf<typeof TokenFields>[] }) {
  const rows = tokens.map((ref) => readFragment(TokenFields, ref));
  return (
    <DataTable
      label="Your tokens"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Token',
          cell: ({ name, start }) => (
            <>
              <Text inherit>{name}</Text>
              <Text size="xs" c="dimmed" ff="monospace">
                {start}…
              </Text>
            </>
          ),
        },
        { title: 'Scope', cell: ({ scope }) => scopeTitle(scope) },
        { title: 'Projects', cell: ({ project }) => project?.name ?? 'all' },
        { title: 'Made', figures: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
        {
          title: 'Last used',
          figures: true,
          cell: ({ lastUsedAt }) => (lastUsedAt ? <Ago at={lastUsedAt} /> : 'never'),
        },
        { title: 'Ends', figures: true, cell: endOf },
        {
          title: 'Revoke',
          buttons: true,
          cell: (token) => (token.active ? <RevokeButton id={token.id} name={token.name} /> : '–'),
        },
      ]}
    />
  );
}

function endOf({ active, expiresAt, revokedAt }: Token): string {
  if (revokedAt) return `revoked ${formatExact(revokedAt).slice(0, 10)}`;
  if (!expiresAt) return 'never';
  return `${active ? '' : 'ended '}${formatExact(expiresAt).slice(0, 10)}`;
}

function RevokeButton({ id, name }: { id: string; name: string }) {
  const [{ fetching }, revoke] = useMutation(RevokeAccessToken);
  const deed = useDeed();
  const onClick = async () => {
    if (!window.confirm(`Revoke the token for ${name}? Programs that use it are shut out at once.`)) return;
    const { data, error } = await revoke({ id });
    deed(
      { result: data?.revokeAccessToken, error },
      { done: `The token for ${name} is void.`, failed: 'The token is still good' },
    );
  };
  return (
    <RowButton label={`Revoke the token for ${name}`} loading={fetching} onClick={onClick}>
      Revoke
    </RowButton>
  );
}
