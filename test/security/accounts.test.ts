import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { addPerson, type Person, password, signIn } from '../testkit/people';
import { createProject } from '../testkit/thing-requests';

/** Signing in, tokens, roles and invitations, over the API as people and programs use it. */
let api: ApiBench;
let teamId: string;
let projectId: string;
const people = new Map<string, Person>();
const cookies = new Map<string, string>();

const global = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const localId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
const as = (name: string) => ({ cookie: cookies.get(name) ?? '' });

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  // The local owner is there from the first request on, and needs no sign-in yet.
  projectId = await createProject(api);
  teamId = (await api.prisma.team.findFirstOrThrow()).id;
  for (const role of ['VIEWER', 'RUNNER', 'EDITOR', 'ADMIN'] as const) {
    const name = role.toLowerCase();
    people.set(name, await addPerson(api.prisma, { email: `${name}@example.org`, teamId, role }));
    cookies.set(name, await signIn(api, `${name}@example.org`));
  }
});
afterAll(() => api.close());

const importDigits = `mutation ($input: ImportDatasetInput!) {
  result: importDataset(input: $input) { __typename ... on UserError { message } }
}`;

test('the system as a whole is shown to admins alone', async () => {
  const hosts = async (name: string) =>
    (
      await api.send<{ system: { workers: object[] } | null }>(
        '{ system { workers { host } } }',
        {},
        as(name),
      )
    ).data?.system;
  for (const name of ['viewer', 'runner', 'editor']) expect(await hosts(name)).toBeNull();
  expect(await hosts('admin')).toEqual({ workers: expect.any(Array) });
});

interface Result {
  readonly result: { readonly __typename: string; readonly message?: string };
}

describe('sign-in', () => {
  test('is required as soon as there is a second account', async () => {
    const { data, errors } = await api.send<{ signIn: { required: boolean } }>(
      '{ signIn { required viewer { name } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ signIn: { required: true, viewer: null } });
    const projects = await api.send('{ projects(first: 1) { totalCount } }');
    expect(projects.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('gives a cookie that no script reads and no other site sends', async () => {
    const answer = await fetch(`${api.address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'viewer@example.org', password }),
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/); // plain HTTP on this machine
  });

  test('says nothing of whether an address has an account', async () => {
    const tries = await Promise.all(
      ['viewer@example.org', 'nobody@example.org'].map(async (email) => {
        const answer = await fetch(`${api.address}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password: 'not the right one' }),
        });
        return { status: answer.status, body: await answer.text() };
      }),
    );
    expect(tries[0]?.status).toBe(401);
    expect(tries[0]).toEqual(tries[1]);
  });

  test.each(['/sign-up/email', '/list-sessions', '/update-user', '/delete-user', '/request-password-reset'])(
    'opens no other way: %s',
    async (path) => {
      const answer = await fetch(`${api.address}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...as('admin') },
        body: JSON.stringify({ email: 'new@example.org', password, name: 'New' }),
      });
      expect(answer.status).toBe(404);
    },
  );

  test('keeps no password and no token as it is', async () => {
    const accounts = await api.prisma.account.findMany();
    expect(accounts.length).toBeGreaterThan(0);
    for (const account of accounts) expect(account.password).not.toContain(password);
    const made = await createToken('editor', { name: 'kept', scope: 'READ' });
    const kept = JSON.stringify(await api.prisma.accessToken.findMany());
    expect(kept).not.toContain(made.secret);
  });
});

describe('roles', () => {
  test.each([
    ['viewer', 'ForbiddenError'],
    ['runner', 'Dataset'],
    ['editor', 'Dataset'],
    ['admin', 'Dataset'],
  ])('a launch by a %s gives %s', async (name, expected) => {
    const { data } = await api.send<Result>(
      importDigits,
      { input: { projectId, source: { builtInDigits: {} } } },
      as(name),
    );
    expect(data?.result.__typename).toBe(expected);
  });

  test.each([
    ['runner', 'ForbiddenError'],
    ['editor', 'Project'],
  ])('a new project by a %s gives %s', async (name, expected) => {
    const { data } = await api.send<Result>(
      'mutation { result: createProject(input: { name: "Another" }) { __typename } }',
      {},
      as(name),
    );
    expect(data?.result.__typename).toBe(expected);
  });

  test('a role in a project stands in the place of that in the team, and an admin’s cannot be less', async () => {
    const change = (memberId: string, role: string | null) =>
      api.send<Result>(
        `mutation ($projectId: ID!, $memberId: ID!, $role: Role) {
          result: changeProjectRole(projectId: $projectId, memberId: $memberId, role: $role) {
            __typename ... on UserError { message }
          }
        }`,
        { projectId, memberId: global('User', memberId), role },
        as('admin'),
      );
    const launch = async () =>
      (
        await api.send<Result>(
          importDigits,
          { input: { projectId, source: { builtInDigits: {} } } },
          as('viewer'),
        )
      ).data?.result.__typename;
    expect((await change(idOf('viewer'), 'RUNNER')).data?.result.__typename).toBe('Project');
    expect(await launch()).toBe('Dataset');
    expect((await change(idOf('viewer'), null)).data?.result.__typename).toBe('Project');
    expect(await launch()).toBe('ForbiddenError');
    expect((await change(idOf('admin'), 'VIEWER')).data?.result.__typename).toBe('ConflictError');
  });

  test('the last admin who can sign in can neither go nor be less', async () => {
    // The local owner is one too, until it leaves.
    const owner = await api.prisma.user.findUniqueOrThrow({ where: { email: 'owner@localhost' } });
    const remove = (id: string) =>
      api.send<Result>(
        `mutation ($teamId: ID!, $memberId: ID!) {
          result: removeMember(teamId: $teamId, memberId: $memberId) { __typename ... on UserError { message } }
        }`,
        { teamId: global('Team', teamId), memberId: global('User', id) },
        as('admin'),
      );
    expect((await remove(owner.id)).data?.result.__typename).toBe('Team');
    expect((await remove(idOf('admin'))).data?.result.message).toBe(
      'A team needs an admin: make somebody else one first.',
    );
  });
});

describe('a token', () => {
  test('allows no more than its scope and its owner', async () => {
    const launchWith = async (secret: string) =>
      (
        await api.send<Result>(
          importDigits,
          { input: { projectId, source: { builtInDigits: {} } } },
          { authorization: `Bearer ${secret}` },
        )
      ).data?.result.__typename;
    expect(await launchWith((await createToken('admin', { name: 'read', scope: 'READ' })).secret)).toBe(
      'ForbiddenError',
    );
    expect(await launchWith((await createToken('admin', { name: 'run', scope: 'RUN' })).secret)).toBe(
      'Dataset',
    );
    expect(await launchWith((await createToken('viewer', { name: 'all', scope: 'ADMIN' })).secret)).toBe(
      'ForbiddenError',
    );
  });

  test('of one project reaches nothing else', async () => {
    const { data } = await api.send<{ result: { id: string } }>(
      'mutation { result: createProject(input: { name: "Other" }) { ... on Project { id } } }',
      {},
      as('admin'),
    );
    const { secret } = await createToken('admin', { name: 'one', scope: 'ADMIN', projectId });
    const seen = await api.send<{ projects: { edges: { node: { id: string } }[] }; node: unknown }>(
      'query ($id: ID!) { projects(first: 100) { edges { node { id } } } node(id: $id) { id } }',
      { id: data?.result.id },
      { authorization: `Bearer ${secret}` },
    );
    expect(seen.data?.projects.edges.map(({ node }) => node.id)).toEqual([projectId]);
    expect(seen.data?.node).toBeNull();
  });

  test('that is wrong, revoked or expired is nobody, whatever cookie comes along', async () => {
    const who = async (secret: string) =>
      (
        await api.send<{ signIn: { viewer: { email: string } | null } }>(
          '{ signIn { viewer { email } } }',
          {},
          { authorization: `Bearer ${secret}`, ...as('admin') },
        )
      ).data?.signIn.viewer?.email;
    const { id, secret } = await createToken('runner', { name: 'soon gone', scope: 'RUN', expiresInDays: 1 });
    expect(await who(secret)).toBe('runner@example.org');
    expect(await who(`${secret}x`)).toBeUndefined();
    await api.prisma.accessToken.updateMany({
      where: { name: 'soon gone' },
      data: { expiresAt: new Date(0) },
    });
    expect(await who(secret)).toBeUndefined();
    await api.prisma.accessToken.updateMany({ where: { name: 'soon gone' }, data: { expiresAt: null } });
    expect(await who(secret)).toBe('runner@example.org');
    await api.send('mutation ($id: ID!) { revokeAccessToken(id: $id) { __typename } }', { id }, as('runner'));
    expect(await who(secret)).toBeUndefined();
  });

  test('of less than admin makes no other', async () => {
    const { secret } = await createToken('admin', { name: 'write', scope: 'WRITE' });
    const { data } = await api.send<Result>(
      'mutation { result: createAccessToken(input: { name: "more", scope: ADMIN }) { __typename } }',
      {},
      { authorization: `Bearer ${secret}` },
    );
    expect(data?.result.__typename).toBe('ForbiddenError');
  });
});

test('a socket whose token was prolonged is closed at its new end', async () => {
  const { id, secret } = await createToken('runner', { name: 'prolonged', scope: 'READ' });
  const endIn = (milliseconds: number) =>
    api.prisma.accessToken.update({
      where: { id: localId(id) },
      data: { expiresAt: new Date(Date.now() + milliseconds) },
    });
  await endIn(2500);
  const socket = openSocket({ authorization: `Bearer ${secret}` });
  await socket.open;
  await endIn(4500);
  const started = performance.now();
  const late = new Promise((resolve) => setTimeout(resolve, 9000, 'never'));
  expect(await Promise.race([socket.closed, late])).toBe(4401);
  expect(performance.now() - started).toBeGreaterThan(4000);
}, 30_000);

describe('an invitation', () => {
  const invite = async (email: string) => {
    const { data } = await api.send<{ result: { secret: string } }>(
      `mutation ($input: InviteMemberInput!) {
        result: inviteMember(input: $input) { ... on NewInvitation { secret } }
      }`,
      { input: { teamId: global('Team', teamId), email, role: 'RUNNER' } },
      as('admin'),
    );
    return data?.result.secret ?? '';
  };
  const accept = async (input: object, headers = {}) =>
    (
      await api.send<Result>(
        `mutation ($input: AcceptInvitationInput!) {
          result: acceptInvitation(input: $input) { __typename ... on UserError { message } }
        }`,
        { input },
        headers,
      )
    ).data?.result;

  test('brings a new account in, once', async () => {
    const secret = await invite('Ada@Example.org');
    const given = { secret, name: 'Ada', password };
    const both = await Promise.all([accept(given), accept(given)]);
    expect(both.map((result) => result?.__typename).sort()).toEqual(['NotFoundError', 'SignInAddress']);
    cookies.set('ada', await signIn(api, 'ada@example.org'));
    const { data } = await api.send<{ viewer: { teams: { viewerRole: string }[] } }>(
      '{ viewer { teams { viewerRole } } }',
      {},
      as('ada'),
    );
    expect(data?.viewer.teams).toEqual([{ viewerRole: 'RUNNER' }]);
  });

  test('of an address with an account asks for its sign-in', async () => {
    const other = await api.prisma.team.create({ data: { slug: 'other', name: 'Other' } });
    await addPerson(api.prisma, { email: 'grace@example.org', teamId: other.id, role: 'ADMIN' });
    const secret = await invite('grace@example.org');
    const refused = await accept({ secret, name: 'Grace', password });
    expect(refused?.message).toBe(
      'grace@example.org has an account: sign in with it, then open this link again.',
    );
    const cookie = await signIn(api, 'grace@example.org');
    const { result } = await api
      .send<{ result: { secret: string } }>(
        'mutation { result: createAccessToken(input: { name: "reads", scope: READ }) { ... on NewAccessToken { secret } } }',
        {},
        { cookie },
      )
      .then(({ data }) => data ?? { result: { secret: '' } });
    const byToken = await accept({ secret }, { authorization: `Bearer ${result.secret}` });
    expect(byToken).toEqual({ __typename: 'ForbiddenError', message: 'A token joins no team: sign in.' });
    expect((await accept({ secret }, { cookie }))?.__typename).toBe('SignInAddress');
  });

  test('is refused with a short password, and stays good', async () => {
    const secret = await invite('kurt@example.org');
    expect((await accept({ secret, name: 'Kurt', password: 'short' }))?.message).toBe(
      'password: expected 10 to 128 characters, got 5',
    );
    expect((await accept({ secret, name: 'Kurt', password }))?.__typename).toBe('SignInAddress');
  });

  test('by somebody who is no admin is refused', async () => {
    const { data } = await api.send<Result>(
      'mutation ($input: InviteMemberInput!) { result: inviteMember(input: $input) { __typename } }',
      { input: { teamId: global('Team', teamId), email: 'x@example.org', role: 'ADMIN' } },
      as('editor'),
    );
    expect(data?.result.__typename).toBe('ForbiddenError');
  });
});

describe('an open socket', () => {
  test('of somebody who has not signed in is closed', async () => {
    expect(await openSocket({}).closed).toBe(4401);
  });

  test.each([
    ['its session ends', 4401, () => api.prisma.session.deleteMany({ where: { userId: idOf('runner') } })],
    [
      'the role changes',
      4403,
      () => api.prisma.membership.updateMany({ where: { userId: idOf('runner') }, data: { role: 'EDITOR' } }),
    ],
    [
      'the account is closed',
      4401,
      () => api.prisma.user.update({ where: { id: idOf('runner') }, data: { disabledAt: new Date() } }),
    ],
  ])('is closed within 5 s when %s', async (_what, code, end) => {
    const socket = openSocket({ headers: { cookie: await signIn(api, 'runner@example.org') } });
    await socket.open;
    const began = performance.now();
    await end();
    expect(await socket.closed).toBe(code);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('is closed within 5 s when its token is revoked, and when it expires', async () => {
    const { id, secret } = await createToken('editor', { name: 'socket', scope: 'READ' });
    const socket = openSocket({ authorization: `Bearer ${secret}` });
    await socket.open;
    await api.send('mutation ($id: ID!) { revokeAccessToken(id: $id) { __typename } }', { id }, as('editor'));
    expect(await socket.closed).toBe(4401);
    const short = await createToken('editor', { name: 'short', scope: 'READ' });
    await api.prisma.accessToken.updateMany({
      where: { name: 'short' },
      data: { expiresAt: new Date(Date.now() + 1500) },
    });
    const other = openSocket({ authorization: `Bearer ${short.secret}` });
    await other.open;
    expect(await other.closed).toBe(4401);
  });

  test('a closed account signs in no more, as if the password were wrong', async () => {
    await expect(signIn(api, 'runner@example.org')).rejects.toThrow('Sign-in: 4');
  });
});

test('deeds are written down for good', async () => {
  const actions = (await api.prisma.auditEntry.findMany()).map(({ action }) => action);
  for (const action of ['member.invite', 'member.join', 'member.remove', 'project.role', 'token.create'])
    expect(actions).toContain(action);
  await expect(api.prisma.auditEntry.deleteMany()).rejects.toThrow('append-only');
});

function idOf(name: string): string {
  const person = people.get(name);
  if (!person) throw new Error(`no ${name}`);
  return person.id;
}

async function createToken(name: string, input: Record<string, unknown>) {
  const { data, errors } = await api.send<{ result: { secret: string; token: { id: string } } }>(
    `mutation ($input: CreateAccessTokenInput!) {
      result: createAccessToken(input: $input) { ... on NewAccessToken { secret token { id } } }
    }`,
    { input },
    as(name),
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return { id: data.result.token.id, secret: data.result.secret };
}

/** A socket with a subscription; `closed` gives the code with which the server closes it. */
function openSocket({
  headers = {},
  authorization,
}: {
  headers?: Record<string, string>;
  authorization?: string;
}) {
  class WithHeaders extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers });
    }
  }
  let opened = (): void => undefined;
  const open = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const closed = new Promise<number>((resolve) => {
    const client = createClient({
      url: `${api.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WithHeaders,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      ...(authorization && { connectionParams: { authorization } }),
      on: {
        connected: () => opened(),
        closed: (event) => resolve((event as { code: number }).code),
      },
    });
    client.subscribe(
      {
        query: 'subscription ($id: ID!) { projectRuns(projectId: $id) { id } }',
        variables: { id: projectId },
      },
      { next: () => undefined, error: () => undefined, complete: () => undefined },
    );
  });
  return { open, closed };
}
