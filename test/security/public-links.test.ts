import { schema } from '@fiducial/server/graphql/schema';
import { getNamedType, isAbstractType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiBench } from '../testkit/api-bench';
import { askingAs, type Headers, openTwoTeams, type StockedTeam, signedIn } from './two-teams';

/** What somebody without an account sees with a link, and what not. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
}, 120_000);
afterAll(() => api.close());

const createLink = `mutation ($input: CreatePublicLinkInput!) { result: createPublicLink(input: $input) {
  __typename ... on UserError { message } ... on NewPublicLink { secret link { id title createdBy } } } }`;
interface Made {
  readonly result: {
    readonly __typename: string;
    readonly message?: string;
    readonly secret: string;
    readonly link: { readonly id: string; readonly title: string; readonly createdBy: string };
  };
}
const makeLink = (input: object, headers = ours.admin) =>
  askingAs(api, headers).ask<Made>(createLink, { input });
const viewOf = async (secret: string) => {
  const { data, errors } = await api.send<{ sharedView: { title: string; run: object | null } | null }>(
    `query ($secret: String!) { sharedView(secret: $secret) { title sharedAt comparison { sameInputs }
      run { title kindTitle status seed params createdAt startedAt finishedAt metrics { name last } } } }`,
    { secret },
  );
  expect(errors).toBeUndefined();
  return data?.sharedView ?? null;
};

describe('a public link to a run', () => {
  test('shows it to somebody without an account, and nothing of those who made it', async () => {
    const { result } = await makeLink({ runId: ours.ids.Run, title: 'For the reviewers' });
    expect(result.link).toMatchObject({ title: 'For the reviewers' });
    const view = await viewOf(result.secret);
    expect(view).toMatchObject({
      title: 'For the reviewers',
      comparison: null,
      run: {
        title: `Run ${ours.canary}`,
        status: 'RUNNING',
        params: { word: ours.canary },
        metrics: [{ name: ours.canary, last: 2 }],
      },
    });
    const members = await api.prisma.user.findMany({
      where: { memberships: { some: { teamId: ours.teamId } } },
    });
    expect(members.length).toBeGreaterThan(0);
    // One member is called as the run is.
    for (const { name, email } of members)
      for (const word of [email, ...(name === ours.canary ? [] : [name])])
        expect(JSON.stringify(view)).not.toContain(word);
    // The secret opens no other door.
    const doors: Headers[] = [{ authorization: `Bearer ${result.secret}` }, { cookie: result.secret }];
    for (const headers of doors) {
      const { errors } = await api.send(`{ node(id: "${ours.ids.Run}") { __typename } }`, {}, headers);
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
  });

  test('has words for the method that its parameters name, and for no other', async () => {
    const { projectId } = await api.prisma.run.findFirstOrThrow({ where: { title: `Run ${ours.canary}` } });
    const share = async (kind: string) => {
      const params = { method: 'knnScore', parameters: { weighting: 'rank' } };
      const { id } = await api.prisma.run.create({
        data: { projectId, kind, title: 'a fit', params, requestDigest: '' },
      });
      const { result } = await makeLink({ runId: Buffer.from(`Run:${id}`).toString('base64') });
      const { data } = await api.send<{ sharedView: { run: object } }>(
        `query ($secret: String!) { sharedView(secret: $secret) {
          run { kind params method { methodId title parameters { name options } } } } }`,
        { secret: result.secret },
      );
      return data?.sharedView.run;
    };
    expect(await share('fitDetector')).toMatchObject({
      kind: 'fitDetector',
      method: {
        methodId: 'knnScore',
        title: 'kNN score',
        parameters: expect.arrayContaining([
          { name: 'weighting', options: ['uniform', 'rank', 'distance'] },
          { name: 'k', options: null },
        ]),
      },
    });
    // What people log under a name of ours is theirs.
    expect(await share('logged')).toMatchObject({ method: null });
  });

  test('is listed to members without its secret, and shows nothing once revoked or its project deleted', async () => {
    const { result } = await makeLink({ runId: ours.ids.Run });
    const list = await askingAs(api, ours.admin).ask<{ node: { publicLinks: { id: string }[] } }>(
      `{ node(id: "${ours.ids.Project}") { ... on Project { publicLinks { id title createdAt revokedAt createdBy run { title } evaluationIds } } } }`,
    );
    expect(list.node.publicLinks.map(({ id }) => id)).toContain(result.link.id);
    expect(JSON.stringify(list)).not.toContain(result.secret);
    const kept = await api.prisma.publicLink.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(JSON.stringify(kept)).not.toContain(result.secret);

    const revoke = (headers = ours.admin) =>
      askingAs(api, headers).ask<{ result: { __typename: string; revokedAt?: string } }>(
        `mutation { result: revokePublicLink(id: "${result.link.id}") { __typename ... on PublicLink { revokedAt } } }`,
      );
    expect((await revoke(theirs.admin)).result.__typename).toBe('NotFoundError');
    expect(await viewOf(result.secret)).not.toBeNull();
    expect((await revoke()).result.revokedAt).toBeTruthy();
    expect(await viewOf(result.secret)).toBeNull();
    expect(await viewOf('no such secret')).toBeNull();

    const other = await makeLink({ runId: theirs.ids.Run }, theirs.admin);
    await askingAs(api, theirs.admin).ask(
      `mutation { deleteProject(id: "${theirs.ids.Project}") { __typename } }`,
    );
    expect(await viewOf(other.result.secret)).toBeNull();
    await askingAs(api, theirs.admin).ask(
      `mutation { restoreProject(id: "${theirs.ids.Project}") { __typename } }`,
    );
    expect(await viewOf(other.result.secret)).not.toBeNull();
    const deeds = await api.prisma.auditEntry.findMany({
      where: { action: { startsWith: 'link.' }, teamId: ours.teamId },
    });
    expect(new Set(deeds.map(({ action }) => action))).toEqual(new Set(['link.create', 'link.revoke']));
  });

  test('is made by editors, of their own projects, of what is finished', async () => {
    const runner = await signedIn(api, { name: 'link-runner', teamId: ours.teamId, role: 'RUNNER' });
    expect((await makeLink({ runId: ours.ids.Run }, runner)).result.__typename).toBe('ForbiddenError');
    expect((await makeLink({ runId: ours.ids.Run }, theirs.admin)).result.__typename).toBe('NotFoundError');
    expect((await makeLink({ evaluationIds: [ours.ids.Evaluation] })).result.message).toMatch(
      /is not evaluated yet/,
    );
  });
});

describe('a public link to a report', () => {
  const createReport = (headers = ours.admin) =>
    askingAs(api, headers).ask<{ result: { id: string; version: number } }>(
      `mutation ($input: CreateReportInput!) { result: createReport(input: $input) { ... on Report { id version } } }`,
      {
        input: {
          projectId: ours.ids.Project,
          title: 'For readers',
          blocks: [
            { text: { markdown: 'What was found.' } },
            { metric: { runIds: [ours.ids.Run], name: ours.canary } },
            { figure: { attackSetId: ours.ids.AttackSet } },
          ],
        },
      },
    );
  const readReport = async (secret: string) => {
    const { data, errors } = await api.send<{
      sharedView: { report: { title: string; blocks: object[] } | null } | null;
    }>(
      `query ($secret: String!) { sharedView(secret: $secret) { comparison { sameInputs } run { title } report { title changedAt blocks {
        __typename ... on TextBlock { markdown } ... on MetricPanel { gaps lines { run steps values } } ... on FigurePanel { gaps images { labelName } } } } } }`,
      { secret },
    );
    expect(errors).toBeUndefined();
    return data?.sharedView;
  };

  test('shows its words and panels, no people, and nothing once the report is deleted', async () => {
    const { result: report } = await createReport();
    const { result } = await makeLink({ reportId: report.id });
    expect(result.link.title).toBe('For readers');
    const view = await readReport(result.secret);
    expect(view).toMatchObject({
      comparison: null,
      run: null,
      report: {
        title: 'For readers',
        blocks: [
          { markdown: 'What was found.' },
          { gaps: [], lines: [{ run: `Run ${ours.canary}`, steps: [0, 1], values: [1, 2] }] },
          { gaps: [expect.stringContaining('is not made yet')], images: [] },
        ],
      },
    });
    expect(JSON.stringify(view)).not.toContain('admin-of-ours');

    const deed = (name: string) =>
      askingAs(api, ours.admin).ask(`mutation { ${name}(id: "${report.id}") { __typename } }`);
    await deed('deleteReport');
    expect(await readReport(result.secret)).toBeNull();
    const links = await askingAs(api, ours.admin).ask<{
      node: { publicLinks: { id: string; report: object | null }[] };
    }>(`{ node(id: "${ours.ids.Project}") { ... on Project { publicLinks { id report { title } } } } }`);
    expect(links.node.publicLinks.find(({ id }) => id === result.link.id)?.report).toBeNull();
    await deed('restoreReport');
    expect(await readReport(result.secret)).toEqual(view);
  });

  test('is made of a report of one’s own alone, and opens no picture that the report does not show', async () => {
    const { result: report } = await createReport();
    expect((await makeLink({ reportId: report.id }, theirs.admin)).result.__typename).toBe('NotFoundError');
    expect((await makeLink({ reportId: report.id, runId: ours.ids.Run })).result.message).toMatch(
      /expected one of/,
    );
    expect((await makeLink({})).result.message).toMatch(/got none/);
    const { result } = await makeLink({ reportId: report.id });
    for (const place of ['0/0', '1/0', '2/0', '3/0', '99/99', '-1/0', '0x0/0', 'a/b']) {
      const response = await fetch(`${api.address}/images/shared/${result.secret}/${place}.png`);
      expect(response.status, place).toBe(404);
    }
    expect((await fetch(`${api.address}/images/shared/none/2/0.png`)).status).toBe(404);
  });
});

test('what a link shows leads to no type that can be reached by an id, and to no account', () => {
  const reached = new Set<string>();
  const walk = (name: string) => {
    const type = schema.getType(name);
    if (isAbstractType(type)) for (const one of schema.getPossibleTypes(type)) walk(one.name);
    if (!isObjectType(type) || reached.has(name)) return;
    reached.add(name);
    for (const field of Object.values(type.getFields())) walk(getNamedType(field.type).name);
  };
  walk('SharedView');
  expect([...reached].sort()).toEqual([
    'EvolutionMap',
    'FigurePanel',
    'Image',
    'InputPanel',
    'MagnifiedImage',
    'MetricLine',
    'MetricPanel',
    'Neighbor',
    'NeighborList',
    'Norms',
    'PanelDetector',
    'PanelImage',
    'PanelInput',
    'PanelScores',
    'Prediction',
    'ResultsLine',
    'ResultsPanel',
    'RocCurve',
    'RocLine',
    'RocPanel',
    'ScoresLine',
    'ScoresPanel',
    'SharedComparison',
    'SharedEvaluation',
    'SharedMethod',
    'SharedMetric',
    'SharedPair',
    'SharedParameter',
    'SharedReport',
    'SharedRow',
    'SharedRun',
    'SharedView',
    'TextBlock',
  ]);
  for (const name of reached) {
    const type = schema.getType(name);
    const ids = isObjectType(type)
      ? Object.values(type.getFields()).filter((field) => getNamedType(field.type).name === 'ID')
      : [];
    expect(ids, name).toEqual([]);
  }
});
