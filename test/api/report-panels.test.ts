import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, type Launched, launch, launchMainJob } from '../testkit/thing-requests';

/** What panels of a report show of a real study, to members and through a public link. */
let api: ApiBench;
let projectId: string;
let attackSet: Launched;
let model: Launched;
let evaluations: Launched[];

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '', FIDUCIAL_BACKEND: '' });
  await api.worker({ FIDUCIAL_LEASE_SECONDS: '30', FIDUCIAL_HEARTBEAT_SECONDS: '5' });
  projectId = await createProject(api);
  const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  ({ model, attackSet, evaluations } = await launchMainJob(api, dataset.id));
}, 450_000);
afterAll(() => api.close());

const image = '{ url width height }';
const panelFields = `__typename caption
  ... on ResultsPanel { gaps sameInputs lines { detector { name place } rows { kind attack attackAt auc } } pairs { a b attackAt deltaAuc } }
  ... on RocPanel { gaps attack lines { detector { name } curve { auc falsePositiveRate truePositiveRate nPositive } } }
  ... on ScoresPanel { gaps lines { detector { name } threshold groups { label n counts flagged } } }
  ... on MetricPanel { gaps lines { run steps values } }
  ... on FigurePanel { gaps attack epsilon images { success clean ${image} adversarial ${image} difference { url factor } predictedAfter { className } } }
  ... on InputPanel { gaps input { score sentence image ${image} clean ${image} difference { url } neighbors { nodes { rank image ${image} } } evolutionMap { layers } } }`;

interface Picture {
  readonly url: string;
}
interface Block {
  readonly gaps: string[];
  readonly sameInputs: boolean;
  readonly lines: {
    detector: { name: string; place: number };
    rows: { kind: string; attack: string | null; attackAt: number | null; auc: number | null }[];
    curve: { auc: number; nPositive: number } | null;
    groups: { label: string; n: number; counts: number[]; flagged: number }[];
    steps: number[];
  }[];
  readonly images: { success: boolean; clean: Picture; adversarial: Picture; difference: Picture }[];
  readonly input: { image: Picture; neighbors: { nodes: { image: Picture }[] } | null } | null;
}

const panel = async (block: object): Promise<Block> => {
  const { node } = await api.ask<{ node: { reportBlock: Block } }>(
    `query ($id: ID!, $block: ReportBlockInput!) { node(id: $id) { ... on Project { reportBlock(block: $block) { ${panelFields} } } } }`,
    { id: projectId, block },
  );
  return node.reportBlock;
};
const ids = () => evaluations.map(({ id }) => id);

describe('panels', () => {
  test('of results and curves have the figures of the comparison', async () => {
    for (const over of ['SUCCESSFUL', 'ALL_ATTACKED', 'WITH_ERRORS']) {
      const { compare } = await api.ask<{
        compare: {
          sameInputs: boolean;
          pairs: { deltaAuc: number }[];
          evaluations: {
            rows: { kind: string; attackSet: { name: string } | null; auc: number | null }[];
            rocCurve: { auc: number };
          }[];
        };
      }>(
        `query ($ids: [ID!]!, $over: Denominator!) { compare(evaluationIds: $ids) { ... on Comparison { sameInputs pairs(denominator: $over) { deltaAuc }
          evaluations { rows(denominator: $over) { kind attackSet { name } auc } rocCurve(denominator: $over) { auc } } } } }`,
        { ids: ids(), over },
      );
      const table = await panel({ results: { evaluationIds: ids(), over } });
      expect(table.gaps).toEqual([]);
      expect(table.sameInputs).toBe(compare.sameInputs);
      expect(table).toMatchObject({ pairs: compare.pairs });
      expect(table.lines.map(({ rows }) => rows.map(({ kind, attack, auc }) => [kind, attack, auc]))).toEqual(
        compare.evaluations.map(({ rows }) =>
          rows.map(({ kind, attackSet: of, auc }) => [kind, of?.name ?? null, auc]),
        ),
      );
      for (const { rows } of table.lines)
        for (const { attack, attackAt } of rows) expect(attackAt === null).toBe(attack === null);
      const curves = await panel({ roc: { evaluationIds: ids(), over } });
      expect(curves.lines.map(({ curve }) => curve?.auc)).toEqual(
        compare.evaluations.map(({ rocCurve }) => rocCurve.auc),
      );
    }
  });

  test('of curves are over one attack where they are told', async () => {
    const all = await panel({ roc: { evaluationIds: ids() } });
    const one = await panel({ roc: { evaluationIds: ids(), attackSetId: attackSet.id } });
    expect(one).toMatchObject({ attack: attackSet.name });
    const [allFirst, first] = [all.lines[0]?.curve, one.lines[0]?.curve];
    expect(first?.nPositive).toBeLessThanOrEqual(allFirst?.nPositive ?? 0);
    expect(first?.nPositive).toBeGreaterThan(0);
  });

  test('of scores count every input once, and flag what the rate allows', async () => {
    const { lines } = await panel({ scores: { evaluationIds: ids(), falsePositiveRate: 0.1 } });
    for (const { groups } of lines) {
      for (const { counts, n } of groups) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
      expect(groups.find(({ label }) => label === 'Authentic')?.flagged).toBeLessThanOrEqual(0.1);
    }
  });

  test('of a metric have the curve of the run', async () => {
    const { lines } = await panel({ metric: { runIds: [model.run.id], name: 'loss' } });
    expect(lines[0]?.steps.length).toBeGreaterThan(5);
  });

  test('of things that are not as they were say so', async () => {
    expect((await panel({ figure: { attackSetId: attackSet.id, epsilonIndex: 9 } })).gaps).toEqual([
      `${attackSet.name} has no epsilon of number 9.`,
    ]);
    const far = await panel({ input: { evaluationId: ids()[0], index: 999_999 } });
    expect(far.gaps[0]).toMatch(/has no input 999999: it has \d+\./);
    expect(far.input).toBeNull();
  });
});

test('a public link shows pictures of its report to anybody, the same that members see, and no others', async () => {
  const blocks = [
    { figure: { attackSetId: attackSet.id, epsilonIndex: 1, count: 2 } },
    ...ids().map((evaluationId) => ({ input: { evaluationId, index: 0, neighbors: 3 } })),
  ];
  const { report } = await api.ask<{ report: { id: string; blocks: Block[] } }>(
    `mutation ($input: CreateReportInput!) { report: createReport(input: $input) { ... on Report { id blocks { ${panelFields} } } } }`,
    { input: { projectId, title: 'Pictures', blocks } },
  );
  const { made } = await api.ask<{ made: { secret: string; link: { id: string } } }>(
    'mutation ($id: ID!) { made: createPublicLink(input: { reportId: $id }) { ... on NewPublicLink { secret link { id } } } }',
    { id: report.id },
  );
  const { sharedView } = await api.ask<{ sharedView: { report: { blocks: Block[] } } }>(
    `query ($secret: String!) { sharedView(secret: $secret) { report { blocks { ${panelFields} } } } }`,
    { secret: made.secret },
  );
  const [mine, theirs] = [pictures(report.blocks), pictures(sharedView.report.blocks)];
  expect(mine.length).toBeGreaterThanOrEqual(2 * 3 + evaluations.length);
  expect(theirs.length).toBe(mine.length);
  expect(new Set(theirs).size).toBe(theirs.length);
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/;
  for (const [at, url] of theirs.entries()) {
    expect(url).not.toMatch(uuid);
    expect(await bytesOf(url), url).toEqual(await bytesOf(mine[at] ?? ''));
  }
  // Nothing of how the figures are found is in what a reader of the link gets.
  expect(JSON.stringify(sharedView)).not.toMatch(uuid);
  const beyond = `/images/shared/${made.secret}/0/6.png`;
  expect((await fetch(`${api.address}${beyond}`)).status).toBe(404);

  await api.ask('mutation ($id: ID!) { revokePublicLink(id: $id) { __typename } }', { id: made.link.id });
  expect((await fetch(`${api.address}${theirs[0]}`)).status).toBe(404);
});

function pictures(blocks: readonly Block[]): string[] {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'url') found.push(String(value));
    return value;
  });
  return found;
}

async function bytesOf(url: string): Promise<string> {
  const response = await fetch(`${api.address}${url}`);
  expect(response.status, url).toBe(200);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
}
