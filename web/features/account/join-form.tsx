'use client';

import { graphql } from '@fiducial/schema';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { ButtonLink } from '../../parts/links';
import { NewPasswordInput } from './new-password-input';
import { ProblemAlert } from './problem-alert';
import { signIn } from './sign-in';

const AcceptInvitation = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      __typename
      ... on UserError { message }
      ... on SignInAddress { email newAccount }
    }
  }
`);

/** Takes an invitation: with a new account, or with the one that is signed in. */
export function JoinForm({
  secret,
  email,
  hasAccount,
  signedInAs,
}: {
  secret: string;
  email: string;
  hasAccount: boolean;
  signedInAs: string | null;
}) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, accept] = useMutation(AcceptInvitation);
  if (hasAccount && signedInAs !== email)
    return (
      <Stack>
        <Text>
          {email} has an account. Sign in with it, then you can join
          {signedInAs ? `; at present ${signedInAs} is signed in` : ''}.
        </Text>
        <ButtonLink href={paths.signIn(paths.join(secret))}>Sign in as {email}</ButtonLink>
      </Stack>
    );
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const given = hasAccount ? { secret } : { secret, name, password };
    const { data, error } = await accept({ input: given });
    const outcome = outcomeOf(data?.acceptInvitation, 'SignInAddress', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    const why = outcome.thing.newAccount ? await signIn(email, password) : undefined;
    // The account is there: should signing in fail, its page says so.
    window.location.assign(why === undefined ? paths.home : paths.signIn());
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <ProblemAlert problem={problem} />
        {!hasAccount && (
          <>
            <TextInput
              label="Your name"
              autoComplete="name"
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
            <NewPasswordInput value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          </>
        )}
        <Button type="submit" loading={fetching}>
          {hasAccount ? 'Join' : 'Make my account and join'}
        </Button>
      </Stack>
    </form>
  );
}
