import { removeDeletedRuns } from '@fiducial/server/garbage/remove-deleted';
import { schema } from '@fiducial/server/graphql/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';
import { fieldDocuments } from './field-documents';
import { askingAs, type Headers, openTwoTeams, type StockedTeam, signedIn } from './two-teams';

/** What goes with a run that is deleted, who finds it afterwards, and how it comes back. */
let api: ApiBench;
let ours: StockedTeam;
let theirs: StockedTeam;
let editor: Headers;

beforeAll(async () => {
  ({ api, ours, theirs } = await openTwoTeams());
  editor = await signedIn(api, { name: 'deleting', teamId: ours.teamId, role: 'EDITOR' });
}, 120_000);
afterAll(() => api.close());

/** A chain of things, each made from those before it, in a project of its own; nothing is computed. */
let made: { projectId: string; ids: Record<string, string>; runs: Record<string, string> };
beforeEach(async () => {
  const asked = askingAs(api, editor);
  const projectId = await createProject(asked, 'Chain');
  const dataset = await launch(asked, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const model = await launch(asked, 'trainModel', {
    datasetId: dataset.id,
    architecture: { standardCnn: {} },
  });
  const sample = await launch(asked, 'drawSample', { modelId: model.id });
  const attackSet = await launch(asked, 'launchAttack', {
    sampleId: sample.id,
    attack: { fgsm: {} },
    epsilons: [0.1],
  });
  const referenceSet = await launch(asked, 'buildReferenceSet', { modelId: model.id });
  const detector = await launch(asked, 'fitDetector', {
    referenceSetId: referenceSet.id,
    sampleId: sample.id,
    detector: { knnScore: { layer: 'conv4' } },
  });
  const evaluation = await launch(asked, 'evaluateDetector', {
    detectorId: detector.id,
    attackSetIds: [attackSet.id],
  });
  const ids = {
    Project: projectId,
    Dataset: dataset.id,
    Model: model.id,
    Sample: sample.id,
    AttackSet: attackSet.id,
    ReferenceSet: referenceSet.id,
    Detector: detector.id,
    Evaluation: evaluation.id,
  };
  const runs: Record<string, string> = {};
  for (const [type, id] of Object.entries(ids)) {
    if (type === 'Project') continue;
    const { node } = await asked.ask<{ node: { run: { id: string } } }>(
      `query ($id: ID!) { node(id: $id) { ... on ${type} { run { id } } } }`,
      { id },
    );
    runs[type] = node.run.id;
  }
  made = { projectId, ids, runs };
}, 60_000);

interface Deleted {
  readonly __typename: string;
  readonly message?: string;
  readonly deletionId: string;
  readonly runs: number;
}
const remove = async (id: string | undefined, { withDependents = false, as = editor } = {}) =>
  (
    await askingAs(api, as).ask<{ result: Deleted }>(
      `mutation ($id: ID!, $with: Boolean) { result: deleteRun(id: $id, withDependents: $with) {
        __typename ... on UserError { message } ... on DeletedRun { deletionId runs } } }`,
      { id, with: withDependents },
    )
  ).result;
const restore = async (deletionId: string, as = editor) =>
  (
    await askingAs(api, as).ask<{ result: { __typename: string; message?: string } }>(
      `mutation ($id: ID!) { result: restoreRuns(deletionId: $id) { __typename ... on UserError { message } } }`,
      { id: deletionId },
    )
  ).result;
const isFound = async (id: string | undefined) => {
  const { data } = await api.send<{ node: object | null }>(
    'query ($id: ID!) { node(id: $id) { __typename } }',
    { id },
    editor,
  );
  return Boolean(data?.node);
};

/** What all fields of the things that are left come to, for one who may see them. */
async function troubles(left: readonly string[]): Promise<string[]> {
  const nodes = Object.fromEntries(left.map((type) => [type, made.ids[type] ?? '']));
  const found: string[] = [];
  for (const { way, document } of fieldDocuments(schema, { values, nodes, alone: new Set() })) {
    if (way[0] !== 'Query.node') continue;
    const { errors } = await api.send(document, {}, editor);
    for (const { message, extensions } of errors ?? [])
      if (message === 'Not found.' || extensions?.code === 'INTERNAL')
        found.push(`${way.join(' > ')}: ${message}`);
  }
  return found;
}
function values(argument: string, field: string): string | undefined {
  const known: Readonly<Record<string, string>> = {
    'AttackSet.images(epsilonIndex)': '0',
    'Dataset.items(splitName)': '"train"',
    'Evaluation.inputsAt(indices)': '[0]',
    'LayerSweep.cell(k)': '1',
    'LayerSweep.cell(layer)': '"conv4"',
    'LayerSweep.cell(weighting)': '"rank"',
    'ReferenceSet.representatives(layer)': '"conv4"',
    'Project.reportBlock(block)': '{ text: { markdown: "" } }',
  };
  // Only what hangs on things is asked for here.
  if (field.startsWith('Query.')) return argument === 'index' ? '0' : '"none"';
  return known[`${field}(${argument})`] ?? (argument === 'first' || argument === 'last' ? '5' : undefined);
}

describe('a run that others were made from', () => {
  test('says what depends on it, and is not deleted without that', async () => {
    const { node } = await askingAs(api, editor).ask<{
      node: { dependents: { count: number; underWay: number; oldest: { id: string }[] } };
    }>(`query ($id: ID!) { node(id: $id) { ... on Run { dependents { count underWay oldest { id } } } } }`, {
      id: made.runs.Sample,
    });
    expect(node.dependents).toMatchObject({ count: 3, underWay: 3 });
    expect(node.dependents.oldest.map(({ id }) => id)).toEqual([
      made.runs.AttackSet,
      made.runs.Detector,
      made.runs.Evaluation,
    ]);
    const refused = await remove(made.runs.Sample);
    expect(refused.__typename).toBe('ConflictError');
    expect(refused.message).toMatch(/^3 other runs were made from it: expected withDependents/);
    expect(await isFound(made.ids.Sample)).toBe(true);
  });

  test('goes with them: nobody finds any, what is left answers, and all comes back', async () => {
    const deletion = await remove(made.runs.Sample, { withDependents: true });
    expect(deletion).toMatchObject({ __typename: 'DeletedRun', runs: 4 });
    for (const type of ['Sample', 'AttackSet', 'Detector', 'Evaluation']) {
      expect(await isFound(made.ids[type]), type).toBe(false);
      expect(await isFound(made.runs[type]), type).toBe(false);
    }
    expect(await troubles(['Project', 'Dataset', 'Model', 'ReferenceSet'])).toEqual([]);
    const statuses = await api.prisma.run.findMany({
      where: { project: { deletedFromId: { not: null } } },
      select: { status: true },
    });
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));

    const { node } = await askingAs(api, editor).ask<{ node: { runDeletions: object[] } }>(
      `query ($id: ID!) { node(id: $id) { ... on Project { runDeletions { id title runs deletedBy keptUntil } } } }`,
      { id: made.projectId },
    );
    expect(node.runDeletions).toEqual([
      expect.objectContaining({ id: deletion.deletionId, runs: 4, deletedBy: 'deleting' }),
    ]);
    expect((await restore(deletion.deletionId)).__typename).toBe('Project');
    for (const type of ['Sample', 'AttackSet', 'Detector', 'Evaluation'])
      expect(await isFound(made.ids[type]), type).toBe(true);
    expect(await troubles(Object.keys(made.ids))).toEqual([]);
    expect((await restore(deletion.deletionId)).__typename).toBe('NotFoundError');
  }, 60_000);

  test('is restored before what was made from it', async () => {
    const evaluation = await remove(made.runs.Evaluation);
    const detector = await remove(made.runs.Detector);
    expect(evaluation.runs).toBe(1);
    expect(detector.runs).toBe(1);
    const early = await restore(evaluation.deletionId);
    expect(early.__typename).toBe('ConflictError');
    expect(early.message).toMatch(/restore that first/);
    expect((await restore(detector.deletionId)).__typename).toBe('Project');
    expect((await restore(evaluation.deletionId)).__typename).toBe('Project');
    expect(await isFound(made.ids.Evaluation)).toBe(true);
  });

  test('is deleted in the moment in which something is launched from it, or that is refused', async () => {
    const asked = askingAs(api, editor);
    const [deletion] = await Promise.all([
      remove(made.runs.ReferenceSet, { withDependents: true }),
      ...Array.from({ length: 5 }, () =>
        asked.ask(
          'mutation ($input: FitDetectorInput!) { result: fitDetector(input: $input) { __typename } }',
          {
            input: {
              referenceSetId: made.ids.ReferenceSet,
              sampleId: made.ids.Sample,
              detector: { knnScore: { layer: 'conv4' } },
            },
          },
        ),
      ),
    ]);
    expect(deletion.__typename).toBe('DeletedRun');
    const crossed = await api.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM "RunInput" i JOIN "Run" r ON r.id = i."runId" JOIN "Run" s ON s.id = i."inputRunId"
      JOIN "Project" p ON p.id = r."projectId" JOIN "Project" q ON q.id = s."projectId"
      WHERE p."deletedAt" IS NULL AND q."deletedAt" IS NOT NULL`;
    expect(crossed).toEqual([]);
  });
});

describe('a deletion', () => {
  test('is for editors, of their own team', async () => {
    const runner = await signedIn(api, { name: 'not-deleting', teamId: ours.teamId, role: 'RUNNER' });
    expect((await remove(made.runs.Evaluation, { as: runner })).__typename).toBe('ForbiddenError');
    expect((await remove(made.runs.Evaluation, { as: theirs.admin })).__typename).toBe('NotFoundError');
    const { deletionId } = await remove(made.runs.Evaluation);
    expect((await restore(deletionId, runner)).__typename).toBe('ForbiddenError');
    expect((await restore(deletionId, theirs.admin)).__typename).toBe('NotFoundError');
    // The project that holds it is none to anybody.
    const asProject = Buffer.from(deletionId, 'base64').toString().replace('RunDeletion', 'Project');
    const projectId = Buffer.from(asProject).toString('base64');
    const { result } = await askingAs(api, ours.admin).ask<{ result: { __typename: string } }>(
      'mutation ($id: ID!) { result: restoreProject(id: $id) { __typename } }',
      { id: projectId },
    );
    expect(result.__typename).toBe('NotFoundError');
    const { node } = await askingAs(api, ours.admin).ask<{ node: { deletedProjects: { id: string }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Team { deletedProjects { id } } } }',
      { id: ours.ids.Team },
    );
    expect(node.deletedProjects.map(({ id }) => id)).not.toContain(projectId);
  });

  test('takes a public link and comments along, and gives an idempotency key back', async () => {
    const asked = askingAs(api, editor);
    const input = { projectId: made.projectId, name: 'Keyed', idempotencyKey: 'once' };
    const create =
      'mutation ($input: CreateRunInput!) { result: createRun(input: $input) { ... on Run { id } } }';
    const { result: first } = await asked.ask<{ result: { id: string } }>(create, { input });
    const { result: link } = await asked.ask<{ result: { secret: string } }>(
      'mutation ($id: ID!) { result: createPublicLink(input: { runId: $id }) { ... on NewPublicLink { secret } } }',
      { id: first.id },
    );
    await asked.ask(
      'mutation ($id: ID!) { addComment(input: { runId: $id, text: "Why?" }) { __typename } }',
      { id: first.id },
    );
    const shared = async () =>
      (
        await api.send<{ sharedView: object | null }>(
          'query ($s: String!) { sharedView(secret: $s) { title } }',
          {
            s: link.secret,
          },
        )
      ).data?.sharedView;
    expect(await shared()).not.toBeNull();
    const { deletionId } = await remove(first.id);
    expect(await shared()).toBeNull();
    const { result: second } = await asked.ask<{ result: { id: string } }>(create, { input });
    expect(second.id).not.toBe(first.id);
    await restore(deletionId);
    expect(await shared()).not.toBeNull();
    const { node } = await asked.ask<{ node: { comments: { totalCount: number } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Run { comments(first: 1) { totalCount } } } }',
      { id: first.id },
    );
    expect(node.comments.totalCount).toBe(1);
    const { result: third } = await asked.ask<{ result: { id: string } }>(create, { input });
    expect(third.id).toBe(second.id);
  });

  test('is removed for good after 30 days, and with its project', async () => {
    const { deletionId } = await remove(made.runs.Evaluation);
    const [, holderId = ''] = Buffer.from(deletionId, 'base64').toString().split(':');
    await api.prisma.project.updateMany({
      where: { id: holderId },
      data: { deletedAt: new Date(Date.now() - 29 * 86_400_000) },
    });
    await removeDeletedRuns(api.prisma);
    expect(await api.prisma.run.count({ where: { projectId: holderId } })).toBe(1);
    await api.prisma.project.updateMany({
      where: { id: holderId },
      data: { deletedAt: new Date(Date.now() - 31 * 86_400_000) },
    });
    expect(await removeDeletedRuns(api.prisma)).toBe(1);
    expect(await api.prisma.run.count({ where: { projectId: holderId } })).toBe(0);
    expect((await restore(deletionId)).__typename).toBe('NotFoundError');

    const { deletionId: other } = await remove(made.runs.Detector);
    const [, id = ''] = Buffer.from(other, 'base64').toString().split(':');
    const [, projectId = ''] = Buffer.from(made.projectId, 'base64').toString().split(':');
    await api.prisma.project.delete({ where: { id: projectId } });
    expect(await api.prisma.project.count({ where: { id } })).toBe(0);
  });
});
