import { addUser, closeUser } from '@fiducial/server/account/administer-users';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { begin } from '../testkit/begin-upload';
import { password } from '../testkit/people';
import { createProject } from '../testkit/thing-requests';
import { askingAs, globalId, signedIn } from './two-teams';

/** What somebody began ends with the right to begin it; and names that two teams share. */
let api: ApiBench;
let teamId: string;
let admin: { readonly cookie: string };
let projectId: string;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  ({ id: teamId } = await api.prisma.team.create({ data: { slug: 'lab', name: 'Lab' } }));
  admin = await signedIn(api, { name: 'head', teamId, role: 'ADMIN' });
  projectId = await createProject(askingAs(api, admin), 'Study');
});
afterAll(() => api.close());

interface Result {
  readonly result: { readonly __typename: string; readonly message?: string; readonly secret?: string };
}

const deed = async (call: string, headers: Readonly<Record<string, string>> = admin, more = '') =>
  (
    await askingAs(api, headers).ask<Result>(
      `mutation { result: ${call} { __typename ... on UserError { message } ${more} } }`,
    )
  ).result;

describe('an open invitation is void', () => {
  let number = 0;
  /** A second admin and an invitation by them. */
  const invitedBySecond = async () => {
    number += 1;
    const name = `second-${number}`;
    const second = await signedIn(api, { name, teamId, role: 'ADMIN' });
    const { id } = await api.prisma.user.findUniqueOrThrow({ where: { email: `${name}@example.org` } });
    const input = `{ teamId: "${globalId('Team', teamId)}", email: "new-${number}@example.org", role: ADMIN }`;
    const { secret } = await deed(`inviteMember(input: ${input})`, second, '... on NewInvitation { secret }');
    const accept = () =>
      deed(`acceptInvitation(input: { secret: "${secret}", name: "New", password: "${password}" })`, {});
    return { id, email: `${name}@example.org`, accept };
  };
  const member = (id: string) => `teamId: "${globalId('Team', teamId)}", memberId: "${globalId('User', id)}"`;

  test('not while whoever sent it is an admin', async () => {
    const { accept } = await invitedBySecond();
    expect(await accept()).toMatchObject({ __typename: 'SignInAddress' });
  });

  test('once whoever sent it is out of the team', async () => {
    const { id, accept } = await invitedBySecond();
    expect(await deed(`removeMember(${member(id)})`)).toMatchObject({ __typename: 'Team' });
    expect(await accept()).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('once whoever sent it is no admin any more', async () => {
    const { id, accept } = await invitedBySecond();
    expect(await deed(`changeMemberRole(${member(id)}, role: EDITOR)`)).toMatchObject({ __typename: 'Team' });
    expect(await accept()).toMatchObject({ __typename: 'NotFoundError' });
  });

  test('once the account of whoever sent it is closed', async () => {
    const { email, accept } = await invitedBySecond();
    await closeUser(api.prisma, email);
    expect(await accept()).toMatchObject({ __typename: 'NotFoundError' });
  });
});

describe('an access token', () => {
  const create = (headers = admin) =>
    deed(
      'createAccessToken(input: { name: "job", scope: WRITE })',
      headers,
      '... on NewAccessToken { secret token { id } }',
    ) as Promise<Result['result'] & { readonly token: { readonly id: string } }>;

  test.each(['revoked', 'expired'])('that is %s takes the addresses of its uploads with it', async (how) => {
    const { secret, token } = await create();
    const bytes = Buffer.from(`begun with a token that is ${how}`);
    const asToken = askingAs(api, { authorization: `Bearer ${secret}` });
    const [first, second] = [
      await begin(asToken, { projectId, bytes }),
      await begin(asToken, { projectId, bytes }),
    ];
    const put = async (url: string) =>
      (await fetch(`${api.address}${url}`, { method: 'PUT', body: bytes })).status;
    expect(await put(first.url)).toBe(201);
    const id = Buffer.from(token.id, 'base64').toString().split(':')[1] ?? '';
    await api.prisma.accessToken.update({
      where: { id },
      data: how === 'revoked' ? { revokedAt: new Date() } : { expiresAt: new Date(0) },
    });
    expect(await put(second.url)).toBe(404);
    const own = await begin(askingAs(api, admin), { projectId, bytes });
    expect(await put(own.url)).toBe(201);
  });

  test('is refused as the 101st of an account, and made once another is revoked', async () => {
    const many = await signedIn(api, { name: 'many', teamId, role: 'EDITOR' });
    const { id: userId } = await api.prisma.user.findUniqueOrThrow({ where: { email: 'many@example.org' } });
    await api.prisma.accessToken.createMany({
      data: Array.from({ length: 99 }, (_, index) => ({
        userId,
        name: `made ${index}`,
        digest: `digest ${index}`,
        start: 'fid_',
        scope: 'READ' as const,
      })),
    });
    const both = await Promise.all([create(many), create(many)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['LimitError', 'NewAccessToken']);
    expect(both.find(({ message }) => message)?.message).toBe(
      'tokens: expected at most 100 that are good at once, got one more; revoke one first',
    );
    await api.prisma.accessToken.updateMany({ where: { name: 'made 0' }, data: { revokedAt: new Date() } });
    expect(await create(many)).toMatchObject({ __typename: 'NewAccessToken' });
  });
});

describe('a project’s name in addresses', () => {
  test('that two of somebody’s teams have wants the team named', async () => {
    const { id: otherId } = await api.prisma.team.create({ data: { slug: 'other-lab', name: 'Other lab' } });
    const head = await api.prisma.user.findUniqueOrThrow({ where: { email: 'head@example.org' } });
    await api.prisma.membership.create({ data: { teamId: otherId, userId: head.id, role: 'ADMIN' } });
    const project = (words: string) =>
      api.send<{ project: { team: { slug: string } } | null }>(
        `{ project(slug: "study"${words}) { team { slug } } }`,
        {},
        admin,
      );
    expect((await project('')).data?.project?.team.slug).toBe('lab');
    await api.prisma.project.create({ data: { teamId: otherId, slug: 'study', name: 'Study' } });
    const { errors } = await project('');
    expect(errors?.[0]).toMatchObject({
      message: 'team: expected one, as several of your teams have a project study',
      extensions: { code: 'CONFLICT' },
    });
    for (const slug of ['lab', 'other-lab'])
      expect((await project(`, team: "${slug}"`)).data?.project?.team.slug).toBe(slug);
    expect((await project(', team: "nobodys"')).data?.project).toBeNull();
  });

  test('is a number behind a word for names without a Latin letter, of teams too', async () => {
    for (const name of ['研究室', 'Лаборатория', '研究所'])
      expect(await deed(`createTeam(name: "${name}")`)).toMatchObject({ __typename: 'NewTeam' });
    const added = { email: 'by-command@example.org', name: 'By command', password, team: undefined };
    await addUser(api.prisma, { ...added, newTeam: '第四', role: 'ADMIN' });
    const teams = await api.prisma.team.findMany({
      where: { slug: { startsWith: 'team' } },
      orderBy: { slug: 'asc' },
    });
    expect(teams.map(({ slug, name }) => [slug, name])).toEqual([
      ['team', '研究室'],
      ['team-2', 'Лаборатория'],
      ['team-3', '研究所'],
      ['team-4', '第四'],
    ]);
  });
});
