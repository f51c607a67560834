'use client';

import { graphql } from '@fiducial/schema';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import classes from './account.module.css';
import { type Role, roleChoices, toRole } from './role-words';
import { SecretOnce } from './secret-once';

const InviteMember = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      __typename
      ... on UserError { message }
      ... on NewInvitation { secret invitation { email } }
    }
  }
`);

/** Makes the link with which somebody joins. */
export function InviteForm({ teamId }: { teamId: string }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('RUNNER');
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState<{ email: string; link: string }>();
  const [{ fetching }, invite] = useMutation(InviteMember);
  const router = useRouter();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const { data, error } = await invite({ input: { teamId, email, role } });
    const outcome = outcomeOf(data?.inviteMember, 'NewInvitation', error);
    if ('refusal' in outcome) return setProblem(outcome.refusal.message);
    const { secret, invitation } = outcome.thing;
    setMade({ email: invitation.email, link: `${window.location.origin}${paths.join(secret)}` });
    setEmail('');
    router.refresh();
  };
  return (
    <>
      <form onSubmit={onSubmit} className={classes.form}>
        <TextInput
          label="E-mail"
          type="email"
          required
          value={email}
          error={problem}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        <NativeSelect
          label="Role"
          data={roleChoices.map(({ value, label }) => ({ value, label }))}
          value={role}
          onChange={({ currentTarget }) => setRole(toRole(currentTarget.value) ?? role)}
        />
        <Button type="submit" loading={fetching}>
          Make the link
        </Button>
      </form>
      {made && (
        <SecretOnce
          title={`Invitation for ${made.email}`}
          words="Send them this link yourself. It is good for a week and for one account, and it is not shown again."
          secret={made.link}
        />
      )}
    </>
  );
}
