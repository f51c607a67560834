import { once } from 'node:events';
import { removeDeletedProjects } from '@fiducial/server/garbage/remove-deleted';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiBench } from '../testkit/api-bench';
import { createProject } from '../testkit/thing-requests';
import { askingAs, globalId, openTwoTeams, type StockedTeam, signedIn } from './two-teams';

/** Changing, moving, deleting and restoring projects, and the audit log that says who did. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
}, 120_000);
afterAll(() => api.close());

interface Result {
  readonly result: { readonly __typename: string; readonly message?: string; readonly name?: string };
}

const localId = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
const admin = () => askingAs(api, ours.admin);
const run = async (call: string, headers = ours.admin) =>
  (
    await askingAs(api, headers).ask<Result>(
      `mutation { result: ${call} { __typename ... on UserError { message } ${/^(delete|createTeam)/.test(call) ? '' : '... on Project { name }'} } }`,
    )
  ).result;
const actionsOf = async (projectId: string) =>
  (
    await api.prisma.auditEntry.findMany({
      where: { projectId: localId(projectId), teamId: ours.teamId },
      orderBy: { id: 'asc' },
    })
  ).map(({ action }) => action);

describe('a project', () => {
  test('is called otherwise, and the audit log has both names', async () => {
    const id = await createProject(admin(), 'Frist');
    const changed = await run(`changeProject(input: { projectId: "${id}", name: " First " })`);
    expect(changed).toEqual({ __typename: 'Project', name: 'First' });
    const entry = await api.prisma.auditEntry.findFirstOrThrow({ where: { projectId: localId(id) } });
    expect(entry).toMatchObject({
      action: 'project.change',
      before: { name: 'Frist' },
      after: { name: 'First' },
    });
    const refused = await run(`changeProject(input: { projectId: "${id}", name: "  " })`);
    expect(refused).toMatchObject({
      __typename: 'InvalidInputError',
      message: 'name: expected 1 to 120 characters, got 0',
    });
  });

  test('moves to a team in which its admin is editor; roles in it end; followers are asked who they are', async () => {
    const id = await createProject(admin(), 'Movable');
    const projectId = localId(id);
    const left = await signedIn(api, { name: 'left-behind', teamId: ours.teamId, role: 'VIEWER' });
    const { id: userId } = await api.prisma.user.findUniqueOrThrow({
      where: { email: 'left-behind@example.org' },
    });
    await api.prisma.projectMembership.create({ data: { projectId, userId, role: 'EDITOR' } });
    const move = `moveProject(projectId: "${id}", teamId: "${theirs.ids.Team}")`;
    expect(await run(move)).toMatchObject({ __typename: 'NotFoundError', message: 'teamId: no such team.' });

    const { id: adminId } = await api.prisma.user.findUniqueOrThrow({
      where: { email: 'admin-of-ours@example.org' },
    });
    const membership = { teamId: theirs.teamId, userId: adminId, role: 'RUNNER' as const };
    await api.prisma.membership.create({ data: membership });
    expect(await run(move)).toMatchObject({ __typename: 'ForbiddenError' });
    await api.prisma.membership.updateMany({
      where: { teamId: theirs.teamId, userId: adminId },
      data: { role: 'EDITOR' },
    });

    const socket = new WebSocket(`${api.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: left,
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5000) });
    expect(await run(move)).toMatchObject({ __typename: 'Project', name: 'Movable' });
    expect((await closed)[0]).toBe(4403);

    const seen = await askingAs(api, left)
      .ask<{ node: object | null }>(`{ node(id: "${id}") { __typename } }`)
      .catch((error: Error) => error.message);
    expect(JSON.stringify(seen)).toMatch(/Not found|null/);
    expect(await api.prisma.projectMembership.count({ where: { projectId } })).toBe(0);
    const deeds = await api.prisma.auditEntry.findMany({ where: { projectId, action: 'project.move' } });
    expect(new Set(deeds.map(({ teamId }) => teamId))).toEqual(new Set([ours.teamId, theirs.teamId]));
    expect(await run(`moveProject(projectId: "${id}", teamId: "${ours.ids.Team}")`)).toMatchObject({
      __typename: 'ForbiddenError',
    });
    await api.prisma.membership.deleteMany({ where: { teamId: theirs.teamId, userId: adminId } });
  });

  test('moves beside others of its name at once, each to an address of its own, with its queued runs', async () => {
    const { id: userId } = await api.prisma.user.findUniqueOrThrow({
      where: { email: 'admin-of-ours@example.org' },
    });
    const moving = await Promise.all(
      [0, 1, 2, 3].map(async (number) => {
        const team = await api.prisma.team.create({ data: { slug: `from-${number}`, name: 'From' } });
        await api.prisma.membership.create({ data: { teamId: team.id, userId, role: 'ADMIN' } });
        const made = await api.prisma.project.create({
          data: { teamId: team.id, slug: 'namesake', name: 'Namesake' },
        });
        return globalId('Project', made.id);
      }),
    );
    const [first = ''] = moving;
    const { result: launched } = await admin().ask<{ result: { run: { id: string } } }>(
      `mutation { result: importDataset(input: { projectId: "${first}", source: { builtInDigits: {} } }) {
        ... on Dataset { run { id } } } }`,
    );
    const moved = await Promise.all(
      moving.map((id) => run(`moveProject(projectId: "${id}", teamId: "${ours.ids.Team}")`)),
    );
    expect(moved.map(({ __typename }) => __typename)).toEqual(moving.map(() => 'Project'));
    const slugs = await api.prisma.project.findMany({
      where: { teamId: ours.teamId, name: 'Namesake' },
      select: { slug: true },
      orderBy: { slug: 'asc' },
    });
    expect(slugs.map(({ slug }) => slug)).toEqual(['namesake', 'namesake-2', 'namesake-3', 'namesake-4']);
    const jobs = await api.prisma.$queryRaw<{ group_id: string }[]>`
      SELECT group_id FROM pgboss.job WHERE data ->> 'runId' = ${localId(launched.run.id)}`;
    expect(jobs).toEqual([{ group_id: ours.teamId }]);
  });

  test('that is deleted is found by nobody, its runs end, and it comes back with what it held', async () => {
    const id = await createProject(admin(), 'Deleted and restored');
    const launched = await admin().ask<{ result: { id: string; run: { id: string } } }>(
      `mutation { result: importDataset(input: { projectId: "${id}", source: { builtInDigits: {} } }) {
        ... on Dataset { id run { id } } } }`,
    );
    await admin().ask(
      `mutation { trainModel(input: { datasetId: "${launched.result.id}", architecture: { standardCnn: { epochs: 1 } } }) { __typename } }`,
    );
    const contents = await admin().ask(
      `{ node(id: "${id}") { ... on Project { contents { runs runsUnderWay accessTokens } } } }`,
    );
    expect(contents).toEqual({ node: { contents: { runs: 2, runsUnderWay: 2, accessTokens: 0 } } });
    expect(await run(`deleteProject(id: "${id}")`)).toMatchObject({ __typename: 'DeletedProjectId' });

    for (const gone of [id, launched.result.id, launched.result.run.id]) {
      const { data, errors } = await api.send<{ node: null }>(
        `{ node(id: "${gone}") { __typename } }`,
        {},
        ours.admin,
      );
      expect(data?.node ?? null, JSON.stringify(errors)).toBeNull();
    }
    expect(await run(`deleteProject(id: "${id}")`)).toMatchObject({ __typename: 'NotFoundError' });
    const runs = await api.prisma.run.findMany({ where: { projectId: localId(id) }, orderBy: { id: 'asc' } });
    expect(runs.map(({ kind, status }) => [kind, status])).toEqual([
      ['importDataset', 'CANCELLED'],
      ['trainModel', 'CANCELLED'],
    ]);
    const { node } = await admin().ask<{ node: { deletedProjects: { id: string; keptUntil: string }[] } }>(
      `{ node(id: "${ours.ids.Team}") { ... on Team { deletedProjects { id name deletedAt deletedBy keptUntil } } } }`,
    );
    const listed = node.deletedProjects.find((one) => one.id === id);
    expect(listed).toMatchObject({ name: 'Deleted and restored', deletedBy: expect.any(String) });
    expect(Date.parse(listed?.keptUntil ?? '') - Date.now()).toBeGreaterThan(29.9 * 86_400_000);

    expect(await run(`restoreProject(id: "${id}")`, theirs.admin)).toMatchObject({
      __typename: 'NotFoundError',
    });
    expect(await run(`restoreProject(id: "${id}")`)).toMatchObject({ name: 'Deleted and restored' });
    const back = await admin().ask(`{ node(id: "${launched.result.id}") { __typename } }`);
    expect(back).toEqual({ node: { __typename: 'Dataset' } });
    expect(await actionsOf(id)).toEqual(['run.launch', 'run.launch', 'project.delete', 'project.restore']);
  });

  test('is removed with all that it held 30 days after its deletion, and no earlier', async () => {
    const projectId = localId(theirs.ids.Project ?? '');
    expect(await run(`deleteProject(id: "${theirs.ids.Project}")`, theirs.admin)).toMatchObject({
      __typename: 'DeletedProjectId',
    });
    await api.prisma
      .$executeRaw`UPDATE "Project" SET "deletedAt" = now() - interval '29 days 23 hours' WHERE id = ${projectId}::uuid`;
    expect(await removeDeletedProjects(api.prisma)).toBe(0);
    await api.prisma
      .$executeRaw`UPDATE "Project" SET "deletedAt" = now() - interval '30 days 1 minute' WHERE id = ${projectId}::uuid`;
    expect(await removeDeletedProjects(api.prisma)).toBe(1);
    for (const table of ['run', 'dataset', 'model', 'evaluation', 'layerSweep', 'testBed'] as const) {
      const { count } = api.prisma[table] as { count: (of: object) => Promise<number> }; // they share it
      expect(await count({ where: { projectId } }), table).toBe(0);
    }
  });
});

describe('teams and the audit log', () => {
  test('an admin makes a further team and is its admin; somebody who is none may not', async () => {
    const { result } = await admin().ask<{ result: { id: string } }>(
      'mutation { result: createTeam(name: "Second Lab") { ... on NewTeam { id } } }',
    );
    const { node } = await admin().ask<{ node: object }>(
      `{ node(id: "${result.id}") { ... on Team { name viewerRole members { email role } } } }`,
    );
    expect(node).toEqual({
      name: 'Second Lab',
      viewerRole: 'ADMIN',
      members: [{ email: 'admin-of-ours@example.org', role: 'ADMIN' }],
    });
    const editor = await signedIn(api, { name: 'only-editor', teamId: ours.teamId, role: 'EDITOR' });
    expect(await run('createTeam(name: "Third")', editor)).toMatchObject({ __typename: 'ForbiddenError' });
    expect(await run('createTeam(name: "second lab")')).toMatchObject({
      __typename: 'ConflictError',
      message: 'There is a team second-lab already: take another name.',
    });
  });

  test('comes as lines of JSON, oldest first, to admins alone', async () => {
    const get = (teamId: string, headers: Record<string, string>) =>
      fetch(`${api.address}/audit/${teamId}.jsonl`, { headers });
    const answer = await get(ours.teamId, ours.admin);
    expect(answer.headers.get('content-disposition')).toContain('audit-log.jsonl');
    const entries = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; action: string; actor: string });
    const kept = await api.prisma.auditEntry.findMany({
      where: { teamId: ours.teamId },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    expect(entries.map(({ action }) => action)).toContain('run.launch');
    expect(entries.map(({ action }) => action)).toContain('testBed.launch');
    expect(entries[0]?.actor).toContain('admin-of-ours@example.org');
    expect((await get(ours.teamId, theirs.admin)).status).toBe(404);
    expect((await get(ours.teamId, {})).status).toBe(404);
    const viewer = await signedIn(api, { name: 'audit-viewer', teamId: ours.teamId, role: 'VIEWER' });
    expect((await get(ours.teamId, viewer)).status).toBe(404);
    expect((await get(globalId('Team', ours.teamId), ours.admin)).status).toBe(404);
  });
});
