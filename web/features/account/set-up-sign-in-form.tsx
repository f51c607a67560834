'use client';

import { graphql } from '@fiducial/schema';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { NewPasswordInput } from './new-password-input';
import { ProblemAlert } from './problem-alert';
import { signIn } from './sign-in';

const SetUpSignIn = graphql(`
  mutation SetUpSignIn($input: SetUpSignInInput!) {
    setUpSignIn(input: $input) {
      __typename
      ... on UserError { message }
      ... on SignInAddress { email }
    }
  }
`);

/** Makes the first account of a server that needs no sign-in. */
export function SetUpSignInForm() {
  const [values, setValues] = useState({ name: '', email: '', password: '' });
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, setUp] = useMutation(SetUpSignIn);
  const field = (name: keyof typeof values) => ({
    value: values[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setValues((before) => ({ ...before, [name]: value }));
    },
  });
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await setUp({ input: values });
    const outcome = outcomeOf(data?.setUpSignIn, 'SignInAddress', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    const why = await signIn(values.email, values.password);
    window.location.assign(why === undefined ? paths.teams : paths.signIn(paths.teams));
  };
  return (
    <form onSubmit={onSubmit} style={{ maxWidth: 420 }}>
      <Stack>
        <Text>
          At present this server answers this machine only, and whoever sits at it may do everything. To
          invite others, make an account of your own first: it becomes the admin of all that is here, and from
          then on everybody signs in.
        </Text>
        <ProblemAlert problem={problem} />
        <TextInput label="Your name" autoComplete="name" maxLength={120} {...field('name')} />
        <TextInput label="E-mail" type="email" autoComplete="username" {...field('email')} />
        <NewPasswordInput {...field('password')} />
        <Button type="submit" loading={fetching}>
          Make my account and require sign-in
        </Button>
      </Stack>
    </form>
  );
}
