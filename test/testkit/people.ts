import type { PrismaClient, Role } from '@fiducial/prisma/client';
import { makeAccount } from '@fiducial/server/account/make-account';
import type { ApiBench } from './api-bench';

/** Password of everybody in tests. */
export const password = 'correct horse battery';

/** Somebody with an account. */
export interface Person {
  readonly id: string;
  readonly email: string;
}

/** Makes an account in a team, by way of the tables. */
export async function addPerson(
  prisma: PrismaClient,
  { email, teamId, role }: { email: string; teamId: string; role: Role },
): Promise<Person> {
  const user = await prisma.$transaction((tx) =>
    makeAccount(tx, { email, name: email.split('@')[0] ?? email, password }),
  );
  await prisma.membership.create({ data: { teamId, userId: user.id, role } });
  return { id: user.id, email };
}

/** Signs in; the cookie that comes back, for a `cookie` header. @throws {Error} where it is refused */
export async function signIn(
  { address }: Pick<ApiBench, 'address'>,
  email: string,
  secret: string = password,
): Promise<string> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    // Between two of them a command may run for seconds: the server has closed an idle connection then.
    headers: { 'content-type': 'application/json', connection: 'close', origin: address },
    body: JSON.stringify({ email, password: secret }),
  });
  if (!answer.ok) throw new Error(`Sign-in: ${answer.status} ${await answer.text()}`);
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return cookie;
}
