'use client';

import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ProblemAlert } from './problem-alert';
import { signIn, signInElsewhere } from './sign-in';

/** Address and password, and the OpenID provider where there is one. */
export function SignInForm({
  next,
  openIdName,
  refused,
}: {
  next: string;
  openIdName: string | null;
  /** Whether the OpenID provider just sent somebody back without an account here. */
  refused: boolean;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(
    refused
      ? 'The provider knows you, but no account here has your address. Ask an admin of your team for an invitation.'
      : undefined,
  );
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const why = await signIn(email, password);
    if (why === undefined) return window.location.assign(next);
    setBusy(false);
    setProblem(why);
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack>
        <ProblemAlert problem={problem} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          Sign in
        </Button>
        {openIdName && (
          <>
            <Divider label="or" />
            <Button variant="default" onClick={async () => setProblem(await signInElsewhere(next))}>
              Sign in with {openIdName}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
