import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApiProcess } from '../testkit/api-process';
import { buildFolder } from '../testkit/build-folder';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { password, signIn } from '../testkit/people';

/** From a server that is nobody's to one that others may reach. */
let database: TestDatabase;
let data: string;
let variables: Record<string, string>;
const running: ApiProcess[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  data = await mkdtemp(join(tmpdir(), 'fiducial-data-'));
  variables = { DATABASE_URL: database.url, FIDUCIAL_DATA: data };
});
afterAll(async () => {
  for (const api of running) await api.stop();
  await database.drop();
  await rm(data, { recursive: true, force: true });
});

async function start(more: Record<string, string> = {}): Promise<ApiProcess> {
  const api = await startApiProcess({ ...variables, ...more });
  running.push(api);
  return api;
}

function command(...args: string[]): { status: number | null; words: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(buildFolder, 'command.js'), ...args], {
    env: { ...process.env, ...variables },
    input: `${password}\n`,
    encoding: 'utf8',
  });
  return { status, words: `${stdout}${stderr}` };
}

const whoAmI = async (address: string, cookie = '') => {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    // Commands run for seconds between two requests: the server has closed an idle connection then.
    headers: { 'content-type': 'application/json', connection: 'close', cookie },
    body: JSON.stringify({ query: '{ signIn { required viewer { email isLocalOwner } } }' }),
  });
  return ((await answer.json()) as { data: { signIn: unknown } }).data.signIn;
};

test('on this machine nobody has to sign in at first', async () => {
  const { address } = await start();
  expect(await whoAmI(address)).toEqual({
    required: false,
    viewer: { email: 'owner@localhost', isLocalOwner: true },
  });
});

test.each([
  ['FIDUCIAL_HOST', '0.0.0.0'],
  ['FIDUCIAL_ALLOWED_HOSTS', 'fiducial.example.org'],
  ['FIDUCIAL_PUBLIC_URL', 'https://fiducial.example.org'],
])('where others can reach it, it does not start before somebody can sign in: %s', async (name, value) => {
  await expect(start({ [name]: value })).rejects.toThrow(
    /no account can sign in.*npm run fiducial -- user add/,
  );
});

test('the first account, made at the command line, takes over what is there', async () => {
  const { address } = running[0] ?? (await start());
  const { status, words } = command('user', 'add', 'Ada@example.org', '--name', 'Ada');
  expect(words).toContain('admin of Local team');
  expect(status).toBe(0);
  // The server that runs sees it at once.
  expect(await whoAmI(address)).toEqual({ required: true, viewer: null });
  const cookie = await signIn({ address }, 'ada@example.org');
  expect(await whoAmI(address, cookie)).toEqual({
    required: true,
    viewer: { email: 'ada@example.org', isLocalOwner: false },
  });
});

test('then it starts where others can reach it, and its cookies go over TLS only', async () => {
  const { address } = await start({
    FIDUCIAL_PUBLIC_URL: 'https://fiducial.example.org',
  });
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.org', password }),
  });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^__Secure-fiducial/);
  expect(cookie).toMatch(/; Secure/);
  expect(cookie).toMatch(/; HttpOnly/);
});

test('the secret that signs cookies is its owner’s only, and stays', async () => {
  const { mode } = await stat(join(data, 'secret'));
  expect(mode & 0o777).toBe(0o600);
});

test('a closed account is shut out at once, and let in again when it is opened', async () => {
  const { address } = running[0] ?? (await start());
  const cookie = await signIn({ address }, 'ada@example.org');
  expect(command('user', 'close', 'ada@example.org').status).toBe(0);
  expect(await whoAmI(address, cookie)).toEqual({ required: true, viewer: null });
  await expect(signIn({ address }, 'ada@example.org')).rejects.toThrow('Sign-in: 4');
  expect(command('user', 'open', 'ada@example.org').status).toBe(0);
  expect(await signIn({ address }, 'ada@example.org')).toContain('fiducial');
});

test.each([
  [['user', 'add', 'x@example.org'], '--team or --new-team: expected one'],
  [['user', 'add', 'x@example.org', '--team', 'nope', '--role', 'editor'], '--team: expected one of local'],
  [['user', 'add', 'no address', '--new-team', 'New'], 'email: expected an address'],
  [['user', 'close', 'nobody@example.org'], 'No account has the address nobody@example.org.'],
  [['user', 'fly', 'x@example.org'], 'user add EMAIL'],
])('what is called wrong is refused in words: %j', (args, words) => {
  const answer = command(...args);
  expect(answer.status).toBe(1);
  expect(answer.words).toContain(words);
});
