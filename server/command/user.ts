import { parseArgs } from 'node:util';
import type { Role } from '@fiducial/prisma/client';
import { addUser, closeUser, listUsers, openUser, setPassword } from '../account/administer-users';
import { roles } from '../account/roles';
import { SetUpError } from '../set-up-error';
import type { Command, CommandTools } from './command';
import { readPassword } from './read-password';

const usage = `user list                     accounts, their teams and roles
user add EMAIL [OPTIONS]      makes an account; the first one is admin of all that is there
  --name NAME                 what people call them; without it the address
  --team SLUG --role ROLE     team and role: viewer (default), runner, editor or admin
  --new-team NAME             a new team, of which they are the admin
  --no-password               for somebody who signs in at the OpenID provider only
user password EMAIL           gives an account another password and ends its sessions
user close EMAIL              closes an account: sessions and tokens end at once, what it made stays
user open EMAIL               opens it again

Passwords are asked for, or read from standard input when it is no terminal.`;

/** Accounts, for whoever runs the server. */
export const user: Command = {
  name: 'user',
  needs: 'installation',
  usage: 'user add|list|password|close|open [EMAIL]',
  summary: 'Makes, lists, closes and opens accounts, and changes passwords.',
  run: async (args, tools) => {
    const [verb = '', email = ''] = args.filter((word) => !word.startsWith('--'));
    const act = verbs[verb];
    if (!act || (verb !== 'list' && !email)) throw new SetUpError(usage);
    await act(email, args.slice(2), tools);
    return 0;
  },
};

type Act = (email: string, options: readonly string[], tools: CommandTools) => Promise<void>;

const verbs: Readonly<Record<string, Act>> = {
  list: async (_email, _options, { prisma, say }) => {
    for (const line of await listUsers(prisma)) say(line);
  },
  add: async (email, options, { prisma, say }) => {
    const { name, team, role, 'new-team': newTeam, 'no-password': noPassword } = readOptions(options);
    const password = noPassword ? undefined : await readPassword(`Password for ${email}: `);
    const place = await addUser(prisma, { email, name: name ?? email, password, team, newTeam, role });
    say(`${email} is ${place}.`);
  },
  password: async (email, _options, { prisma, say }) => {
    await setPassword(prisma, email, await readPassword(`New password for ${email}: `));
    say(`${email} has a new password; its sessions are ended.`);
  },
  close: async (email, _options, { prisma, say }) => {
    await closeUser(prisma, email);
    say(`The account of ${email} is closed.`);
  },
  open: async (email, _options, { prisma, say }) => {
    await openUser(prisma, email);
    say(`The account of ${email} is open again.`);
  },
};

function readOptions(args: readonly string[]) {
  const { values } = parse(args);
  if ((values.team === undefined) !== (values.role === undefined) && values.role !== undefined)
    throw new SetUpError('--role: expected together with --team');
  const role = roles.find((known) => known === (values.role ?? 'viewer').toUpperCase());
  if (!role) throw new SetUpError(`--role: expected viewer, runner, editor or admin, got ${values.role}`);
  return { ...values, role: role satisfies Role };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      name: { type: 'string' },
      team: { type: 'string' },
      role: { type: 'string' },
      'new-team': { type: 'string' },
      'no-password': { type: 'boolean', default: false },
    },
  });
}
