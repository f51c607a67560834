'use client';

import { Button, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { NewPasswordInput } from './new-password-input';
import { ProblemAlert } from './problem-alert';
import { changePassword } from './sign-in';

/** Changes the password of the one who is signed in. */
export function ChangePasswordForm() {
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const why = await changePassword(current, wanted);
    setBusy(false);
    setProblem(why);
    if (why) return;
    setCurrent('');
    setWanted('');
    notifications.show({ message: 'Your new password counts from now on.' });
  };
  return (
    <form onSubmit={onSubmit} style={{ maxWidth: 420 }}>
      <Stack>
        <ProblemAlert problem={problem} />
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPasswordInput
          label="New password"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          Change the password
        </Button>
      </Stack>
    </form>
  );
}
