'use client';

import { graphql } from '@fiducial/schema';
import { Button, NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { NameInput } from '../../forms/name-input';
import { outcomeOf } from '../../lib/mutate';
import { type Scope, scopeChoices, toScope } from './scope-words';
import { SecretOnce } from './secret-once';

const CreateAccessToken = graphql(`
  mutation CreateAccessToken($input: CreateAccessTokenInput!) {
    createAccessToken(input: $input) {
      __typename
      ... on UserError { message }
      ... on NewAccessToken { secret token { name } }
    }
  }
`);

const expiries = [
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '366', label: 'In a year' },
  { value: 'never', label: 'Never' },
];

/** Asks what a token is for and how much it allows, makes it and shows it once. */
export function NewTokenForm({ projects }: { projects: readonly { id: string; name: string }[] }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('READ');
  const [projectId, setProjectId] = useState('');
  const [days, setDays] = useState('90');
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const [{ fetching }, create] = useMutation(CreateAccessToken);
  const router = useRouter();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await create({
      input: {
        name,
        scope,
        ...(projectId && { projectId }),
        ...(days !== 'never' && { expiresInDays: Number(days) }),
      },
    });
    const outcome = outcomeOf(data?.createAccessToken, 'NewAccessToken', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    setMade({ name: outcome.thing.token.name, secret: outcome.thing.secret });
    setName('');
    router.refresh();
  };
  return (
    <>
      <form onSubmit={onSubmit} style={{ maxWidth: 760 }}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NameInput
              label="What it is for"
              placeholder="Nightly evaluation"
              name={name}
              problem={problem}
              onName={(given) => {
                setName(given);
                setProblem(undefined);
              }}
            />
            <NativeSelect
              label="It may"
              data={scopeChoices.map(({ value, label }) => ({ value, label }))}
              value={scope}
              onChange={({ currentTarget }) => setScope(toScope(currentTarget.value) ?? scope)}
            />
            <NativeSelect
              label="In"
              data={[
                { value: '', label: 'All your projects' },
                ...projects.map(({ id, name: title }) => ({ value: id, label: title })),
              ]}
              value={projectId}
              onChange={({ currentTarget }) => setProjectId(currentTarget.value)}
            />
            <NativeSelect
              label="It ends by itself"
              data={expiries}
              value={days}
              onChange={({ currentTarget }) => setDays(currentTarget.value)}
            />
          </SimpleGrid>
          <div>
            <Button type="submit" loading={fetching} disabled={name.trim() === ''}>
              Make the token
            </Button>
          </div>
        </Stack>
      </form>
      {made && (
        <SecretOnce
          title={`Token for ${made.name}`}
          words="Copy it now: it is not kept and not shown again."
          secret={made.secret}
        />
      )}
    </>
  );
}
