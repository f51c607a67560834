import { Text } from '@mantine/core';
import { redirect } from 'next/navigation';
import { type Search, searched } from '../../lib/address';
import { PageHead } from '../../parts/page-head';
import classes from './account.module.css';
import { safeNext } from './sign-in';
import { SignInForm } from './sign-in-form';
import { readSignInState } from './sign-in-state';

/** Where people sign in. Who has goes on at once. */
export async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const next = safeNext(searched(search, 'next'));
  const { viewer, openIdName } = await readSignInState();
  if (viewer) redirect(next);
  return (
    <div className={classes.door}>
      <PageHead title="Sign in" />
      <SignInForm next={next} openIdName={openIdName} refused={searched(search, 'refused') !== undefined} />
      <Text size="sm" c="dimmed" mt="lg">
        People join by invitation: the admins of a team make the link. Whoever runs the server gives a new
        password to those who lost theirs.
      </Text>
    </div>
  );
}
