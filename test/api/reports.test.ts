import { removeDeletedReports } from '@fiducial/server/garbage/remove-deleted';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingAs, type Headers, openTwoTeams, type StockedTeam, signedIn } from '../security/two-teams';
import type { ApiBench } from '../testkit/api-bench';

/** Reports from their beginning to their end; nothing is computed here: what panels show is in report-panels.test.ts. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
}, 300_000);
afterAll(() => api.close());

interface Result {
  readonly __typename: string;
  readonly message: string;
  readonly field: string | null;
  readonly id: string;
  readonly version: number;
  readonly source: readonly object[];
}

const fields =
  '__typename ... on UserError { message } ... on InvalidInputError { field } ... on Report { id version title source }';

const create = async (input: object, headers: Headers = ours.admin): Promise<Result> => {
  const { result } = await askingAs(api, headers).ask<{ result: Result }>(
    `mutation ($input: CreateReportInput!) { result: createReport(input: $input) { ${fields} } }`,
    { input: { projectId: ours.ids.Project, title: 'Robust or not', blocks: [], ...input } },
  );
  return result;
};

const change = async (input: object, headers: Headers = ours.admin): Promise<Result> => {
  const { result } = await askingAs(api, headers).ask<{ result: Result }>(
    `mutation ($input: ChangeReportInput!) { result: changeReport(input: $input) { ${fields} } }`,
    { input: { title: 'Robust or not', ...input } },
  );
  return result;
};

const read = async <T = Result>(id: string, asked = 'title version source'): Promise<T | null> => {
  const { node } = await askingAs(api, ours.admin)
    .ask<{ node: T | null }>(`query ($id: ID!) { node(id: $id) { ... on Report { ${asked} } } }`, { id })
    .catch(() => ({ node: null }));
  return node;
};

const words = (markdown: string) => ({ text: { markdown } });

describe('a report', () => {
  test('keeps its blocks as they were given, defaults filled in, and is in the list of its project', async () => {
    const { Evaluation, AttackSet, Run } = ours.ids;
    const blocks = [
      words('# What was found\n\nNothing yet.'),
      { results: { evaluationIds: [Evaluation, Evaluation], over: 'WITH_ERRORS' } },
      { roc: { evaluationIds: [Evaluation], attackSetId: AttackSet, falsePositiveRate: 0.05, axis: 'LOG' } },
      { scores: { evaluationIds: [Evaluation], caption: '  Scores.  ' } },
      { metric: { runIds: [Run], name: 'loss' } },
      { figure: { attackSetId: AttackSet } },
      { input: { evaluationId: Evaluation, index: 3 } },
    ];
    const made = await create({ blocks });
    expect(made).toMatchObject({ __typename: 'Report', version: 1 });
    expect((await read(made.id))?.source).toEqual([
      words('# What was found\n\nNothing yet.'),
      { results: { evaluationIds: [Evaluation], over: 'WITH_ERRORS', cells: 'AUC', caption: null } },
      {
        roc: {
          evaluationIds: [Evaluation],
          over: 'SUCCESSFUL',
          attackSetId: AttackSet,
          axis: 'LOG',
          falsePositiveRate: 0.05,
          caption: null,
        },
      },
      { scores: { evaluationIds: [Evaluation], falsePositiveRate: null, caption: 'Scores.' } },
      { metric: { runIds: [Run], name: 'loss', caption: null } },
      { figure: { attackSetId: AttackSet, epsilonIndex: 0, count: 4, skip: 0, caption: null } },
      { input: { evaluationId: Evaluation, index: 3, neighbors: 12, map: true, caption: null } },
    ]);
    // What was read is what can be written.
    const source = (await read(made.id))?.source;
    const saved = await change({ id: made.id, expectedVersion: 1, blocks: source });
    expect(saved).toMatchObject({ version: 2, source });

    const { node } = await askingAs(api, ours.admin).ask<{
      node: { reports: { edges: { node: { id: string; authorName: string; changedByName: string } }[] } };
    }>(
      `{ node(id: "${ours.ids.Project}") { ... on Project { reports(first: 10) { totalCount edges { node { id authorName changedByName } } } } } }`,
    );
    const listed = node.reports.edges.find(({ node: { id } }) => id === made.id)?.node;
    expect(listed?.authorName).toBeTruthy();
    expect(listed?.changedByName).toBe(listed?.authorName);
  });

  test('that two people change keeps what was saved first, and tells the second by whom and when', async () => {
    const other = await signedIn(api, { name: 'ada', teamId: ours.teamId, role: 'EDITOR' });
    const { id } = await create({ blocks: [words('First.')] });
    expect(await change({ id, expectedVersion: 1, blocks: [words('Hers.')] }, other)).toMatchObject({
      version: 2,
    });
    const late = await change({ id, expectedVersion: 1, blocks: [words('Mine.')] });
    expect(late.__typename).toBe('ConflictError');
    expect(late.message).toMatch(
      /^ada saved this report on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, after you had read it: expected version 2, got 1\.$/,
    );
    expect(await read(id)).toMatchObject({ version: 2, source: [words('Hers.')] });
    expect(await change({ id, expectedVersion: 2, blocks: [words('Both.')] })).toMatchObject({ version: 3 });
  });

  test('that many save at once is saved by one of them', async () => {
    const { id } = await create({ blocks: [] });
    const tries = Array.from({ length: 8 }, (_, at) =>
      change({ id, expectedVersion: 1, blocks: [words(`Try ${at}.`)] }),
    );
    const came = (await Promise.all(tries)).map(({ __typename }) => __typename).sort();
    expect(came).toEqual([...Array(7).fill('ConflictError'), 'Report']);
    expect((await read(id))?.version).toBe(2);
  });

  test('is deleted and restored, and removed for good after 30 days', async () => {
    const { id } = await create({ title: 'To go', blocks: [words('Going.')] });
    const deed = async (name: string, headers: Headers = ours.admin) => {
      const { result } = await askingAs(api, headers).ask<{ result: { __typename: string } }>(
        `mutation { result: ${name}(id: "${id}") { __typename } }`,
      );
      return result.__typename;
    };
    expect(await deed('deleteReport', theirs.admin)).toBe('NotFoundError');
    expect(await deed('deleteReport')).toBe('DeletedReport');
    expect(await read(id)).toBeNull();
    expect((await change({ id, expectedVersion: 1, blocks: [] })).__typename).toBe('NotFoundError');
    const { node } = await askingAs(api, ours.admin).ask<{
      node: { deletedReports: { id: string; title: string; keptUntil: string }[] };
    }>(
      `{ node(id: "${ours.ids.Project}") { ... on Project { deletedReports { id title deletedAt keptUntil } } } }`,
    );
    expect(node.deletedReports).toContainEqual(expect.objectContaining({ id, title: 'To go' }));
    expect(await deed('restoreReport')).toBe('Report');
    expect(await read(id)).toMatchObject({ version: 1 });

    await deed('deleteReport');
    await api.prisma.report.updateMany({ where: { title: 'To go' }, data: { deletedAt: new Date(0) } });
    expect(await removeDeletedReports(api.prisma)).toBe(1);
    expect(await deed('restoreReport')).toBe('NotFoundError');
    const deeds = await api.prisma.auditEntry.findMany({ where: { action: { startsWith: 'report.' } } });
    expect(new Set(deeds.map(({ action }) => action))).toEqual(
      new Set(['report.create', 'report.change', 'report.delete', 'report.restore']),
    );
  });
});

describe('what a report may hold', () => {
  test('is of its own project: an id of others is refused, by field', async () => {
    for (const [block, field] of [
      [{ results: { evaluationIds: [ours.ids.Evaluation, theirs.ids.Evaluation] } }, 'results.evaluationIds'],
      [
        { roc: { evaluationIds: [ours.ids.Evaluation], attackSetId: theirs.ids.AttackSet } },
        'roc.attackSetId',
      ],
      [{ metric: { runIds: [theirs.ids.Run], name: 'loss' } }, 'metric.runIds'],
      [{ figure: { attackSetId: theirs.ids.AttackSet } }, 'figure.attackSetId'],
      [{ input: { evaluationId: theirs.ids.Evaluation, index: 0 } }, 'input.evaluationId'],
      // One of another type is none of this type.
      [{ figure: { attackSetId: ours.ids.Evaluation } }, 'figure.attackSetId'],
    ] as const) {
      const refused = await create({ blocks: [words(''), block] });
      expect(refused, field).toMatchObject({ __typename: 'InvalidInputError', field: `blocks.1.${field}` });
      const { errors } = await api.send(
        `query ($block: ReportBlockInput!) { node(id: "${ours.ids.Project}") { ... on Project { reportBlock(block: $block) { __typename } } } }`,
        { block },
        ours.admin,
      );
      expect(errors?.[0]?.message, field).toMatch(/of the report’s project/);
    }
  });

  test('has its limits', async () => {
    const { Evaluation } = ours.ids;
    for (const [blocks, typeName, message] of [
      [[words('x'.repeat(50_001))], 'InvalidInputError', /^blocks\.0\.text\.markdown: /],
      [Array(3).fill(words('x'.repeat(40_000))), 'LimitError', /at most 100000 characters/],
      [Array(61).fill(words('')), 'LimitError', /at most 60, got 61/],
      [[{ results: { evaluationIds: [] } }], 'InvalidInputError', /^blocks\.0\.results\.evaluationIds: /],
      [
        [{ roc: { evaluationIds: [Evaluation], falsePositiveRate: 1 } }],
        'InvalidInputError',
        /falsePositiveRate/,
      ],
      [[{ figure: { attackSetId: ours.ids.AttackSet, count: 13 } }], 'InvalidInputError', /figure\.count/],
      [[{ input: { evaluationId: Evaluation, index: -1 } }], 'InvalidInputError', /input\.index/],
    ] as const) {
      const refused = await create({ blocks });
      expect(refused, String(message)).toMatchObject({ __typename: typeName });
      expect(refused.message).toMatch(message);
    }
    expect((await create({ title: ' ' })).field).toBe('title');
  });

  test('that was deleted since is said in words, and does not keep the report from being saved', async () => {
    const { result } = await askingAs(api, ours.admin).ask<{ result: { id: string } }>(
      `mutation ($input: CreateRunInput!) { result: createRun(input: $input) { ... on Run { id } } }`,
      {
        input: {
          projectId: ours.ids.Project,
          name: 'To go',
          metrics: [{ name: 'loss', steps: [0], values: [1] }],
        },
      },
    );
    const panel = { metric: { runIds: [ours.ids.Run ?? '', result.id], name: 'loss' } };
    const { id } = await create({ blocks: [panel] });
    await askingAs(api, ours.admin).ask(`mutation { deleteRun(id: "${result.id}") { __typename } }`);
    const { blocks } = (await read<{ blocks: [{ gaps: string[]; lines: object[] }] }>(
      id,
      'blocks { ... on MetricPanel { gaps lines { run } } }',
    )) ?? { blocks: [] };
    expect(blocks[0]?.gaps).toEqual([
      'One run shown here was deleted.',
      `Run ${ours.canary} has no metric loss.`,
    ]);
    const saved = await change({ id, expectedVersion: 1, blocks: [words('Still here.'), panel] });
    expect(saved).toMatchObject({ __typename: 'Report', version: 2 });
    // In another report it is no thing of the project any more, unless that one begins as a copy.
    expect((await create({ blocks: [panel] })).field).toBe('blocks.0.metric.runIds');
    expect(await create({ blocks: [panel], copyOfId: id })).toMatchObject({
      __typename: 'Report',
      version: 1,
    });
    await askingAs(api, ours.admin).ask(`mutation { deleteReport(id: "${id}") { __typename } }`);
    expect((await create({ blocks: [panel], copyOfId: id })).__typename).toBe('Report');
    const { id: empty } = await create({ blocks: [] });
    expect((await create({ blocks: [panel], copyOfId: empty })).field).toBe('blocks.0.metric.runIds');
    const foreign = await create({ blocks: [], copyOfId: theirs.ids.Report });
    expect(foreign).toMatchObject({
      __typename: 'NotFoundError',
      message: 'No such report in this project.',
    });
  });

  test('is read block by block, at places that are there', async () => {
    const { id } = await create({ blocks: [words('a'), words('b'), words('c')] });
    const some = await read<{ blocks: { markdown: string }[] }>(
      id,
      'blocks(at: [2, 0]) { ... on TextBlock { markdown } }',
    );
    expect(some?.blocks.map(({ markdown }) => markdown)).toEqual(['c', 'a']);
    const { errors } = await api.send(
      `{ node(id: "${id}") { ... on Report { blocks(at: [3]) { __typename } } } }`,
      {},
      ours.admin,
    );
    expect(errors?.[0]?.message).toMatch(/^at: expected 0 to 2, got 3/);
  });
});
