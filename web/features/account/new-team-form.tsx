'use client';

import { graphql } from '@fiducial/schema';
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { NameInput } from '../../forms/name-input';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import classes from './account.module.css';

const CreateTeam = graphql(`
  mutation CreateTeam($name: String!) {
    createTeam(name: $name) {
      __typename
      ... on UserError { message }
      ... on NewTeam { id }
    }
  }
`);

/** Makes a further team and goes there. */
export function NewTeamForm() {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, create] = useMutation(CreateTeam);
  const router = useRouter();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await create({ name });
    const outcome = outcomeOf(data?.createTeam, 'NewTeam', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    router.push(paths.team(outcome.thing.id));
    router.refresh();
  };
  return (
    <form onSubmit={onSubmit} className={classes.pair}>
      <NameInput
        label="Name"
        name={name}
        problem={problem}
        onName={(given) => {
          setName(given);
          setProblem(undefined);
        }}
      />
      <Button type="submit" variant="default" loading={fetching} disabled={name.trim() === ''}>
        Make the team
      </Button>
    </form>
  );
}
