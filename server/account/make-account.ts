import type { Transaction, User } from '@fiducial/prisma/client';
import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { checkName } from '../name';
import { ConflictError, InvalidInputError } from '../user-error';
import { checkPassword } from './password';

/** Somebody who is to have an account. */
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  /** Undefined for somebody who signs in at the OpenID provider only. */
  readonly password: string | undefined;
}

/** An address in the form in which it is kept and compared. @throws {InvalidInputError} for one that is none */
export function checkEmail(email: string): string {
  const trimmed = email.trim().toLowerCase();
  if (trimmed.length <= 254 && z.email().safeParse(trimmed).success) return trimmed;
  throw new InvalidInputError(
    `email: expected an address such as ada@example.org, got ${JSON.stringify(trimmed.slice(0, 100))}`,
    { field: 'email' },
  );
}

/**
 * Makes an account, with its password hashed as better-auth does (scrypt), in the caller's transaction.
 *
 * @throws {InvalidInputError} for what it cannot be made of
 * @throws {ConflictError} when the address has one
 */
export async function makeAccount(tx: Transaction, account: NewAccount): Promise<User> {
  const email = checkEmail(account.email);
  const name = checkName(account.name, 'name');
  const hashed =
    account.password === undefined ? undefined : await hashPassword(checkPassword(account.password));
  const [user] = await tx.user.createManyAndReturn({ data: [{ email, name }], skipDuplicates: true });
  if (!user) throw new ConflictError(`${email} has an account already.`);
  if (hashed !== undefined)
    await tx.account.create({
      data: { userId: user.id, accountId: user.id, providerId: 'credential', password: hashed },
    });
  return user;
}
