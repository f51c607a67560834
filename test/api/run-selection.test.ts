import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';

/** A project with 230 runs that ended, one in ten of them tagged, and a data set that is queued with two that wait for it. */
let api: ApiBench;
let projectId: string;
let dataset: string;

interface Part {
  readonly __typename: string;
  readonly message?: string;
  readonly seen: number;
  readonly changed: number;
  readonly refusals: { readonly reason: string; readonly runs: number }[];
  readonly reachedId: string | null;
  readonly deletionIds?: string[];
}

const declared: Readonly<Record<string, string>> = {
  tags: '[TagInput!]!',
  remove: '[String!]',
  priority: 'RunPriority!',
  withDependents: 'Boolean',
  deletionIds: '[ID!]',
};

/** Does something with a whole selection, part by part, and tells of the parts. */
async function change(mutation: string, filter: object, also: Record<string, unknown> = {}): Promise<Part[]> {
  const more = { ...(mutation === 'deleteRuns' && { deletionIds: [] as string[] }), ...also };
  const parts: Part[] = [];
  const type = mutation === 'deleteRuns' ? 'RunsDeleted' : 'RunsChanged';
  const given = Object.keys(more);
  for (let after: string | null = null; ; ) {
    const answer: { result: Part } = await api.ask(
      `mutation ($selection: RunSelectionInput! ${given.map((name) => `$${name}: ${declared[name]}`).join(' ')}) {
        result: ${mutation}(selection: $selection ${given.map((name) => `${name}: $${name}`).join(' ')}) { __typename
          ... on UserError { message }
          ... on ${type} { seen changed refusals { reason runs } reachedId ${mutation === 'deleteRuns' ? 'deletionIds' : ''} } } }`,
      { selection: { projectId, filter, after }, ...more },
    );
    const { result } = answer;
    parts.push(result);
    if (result.deletionIds?.length) more.deletionIds = result.deletionIds;
    if (!result.reachedId) return parts;
    after = result.reachedId;
  }
}
const changed = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.changed, 0);
const refused = (parts: readonly Part[]) => parts.flatMap(({ refusals }) => refusals);

interface Selected {
  readonly runs: number;
  readonly newestId: string | null;
  readonly outlooks: {
    readonly action: string;
    readonly able: number;
    readonly refusals: { readonly reason: string; readonly runs: number }[];
  }[];
}
async function outlook(filter: object): Promise<Selected> {
  const { runSelection } = await api.ask<{ runSelection: Selected }>(
    `query ($id: ID, $filter: RunFilter!) { runSelection(projectId: $id, filter: $filter) {
      runs newestId outlooks { action able refusals { reason runs } } } }`,
    { id: projectId, filter },
  );
  return runSelection;
}
const of = ({ outlooks }: Selected, action: string) => outlooks.find((one) => one.action === action);
const statuses = (filter: object) =>
  api.ask<{ runs: { edges: { node: { id: string; status: string; priority: string } }[] } }>(
    `query ($id: ID, $filter: RunFilter) { runs(projectId: $id, filter: $filter, first: 100) { edges { node { id status priority } } } }`,
    { id: projectId, filter },
  );
const count = async (filter: object = {}) => (await outlook(filter)).runs;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  projectId = await createProject(api);
  const id = Buffer.from(projectId, 'base64').toString().split(':')[1] ?? '';
  await api.prisma.run.createMany({
    data: Array.from({ length: 230 }, (_, at) => ({
      projectId: id,
      kind: 'logged',
      title: `run ${at}`,
      status: 'SUCCEEDED' as const,
      params: {},
      requestDigest: '',
      finishedAt: new Date(),
    })),
  });
  const runs = await api.prisma.run.findMany({ where: { projectId: id } });
  await api.prisma.runTag.createMany({
    data: runs
      .filter((_, at) => at % 10 === 0)
      .map(({ id: runId }) => ({ runId, projectId: id, key: 'kept', value: 'yes' })),
  });
  const made = await launch(api, 'importDataset', {
    projectId,
    name: 'Digits',
    source: { builtInDigits: {} },
  });
  dataset = made.run.id;
  for (const epochs of [1, 2])
    await launch(api, 'trainModel', { datasetId: made.id, architecture: { standardCnn: { epochs } } });
});
afterAll(() => api?.close());

test('says beforehand how each action would come out, and what it would leave', async () => {
  const all = await outlook({});
  expect(all.runs).toBe(233);
  expect(of(all, 'CANCEL')).toMatchObject({ able: 3, refusals: [{ reason: 'ENDED', runs: 230 }] });
  expect(of(all, 'SET_PRIORITY')).toMatchObject({ able: 3, refusals: [{ reason: 'ENDED', runs: 230 }] });
  expect(of(all, 'DELETE')).toMatchObject({ able: 233, refusals: [] });
  expect(of(all, 'COMPARE')).toMatchObject({ able: 0, refusals: [{ reason: 'NO_EVALUATION', runs: 233 }] });
  // Models are made from the data set: alone it cannot go.
  const alone = await outlook({ ids: [dataset] });
  expect(of(alone, 'DELETE')).toMatchObject({ able: 0, refusals: [{ reason: 'USED', runs: 1 }] });
});

test('puts tags on all that a filter leaves, part by part, and a second time changes nothing', async () => {
  const tags = [{ key: 'batch', value: 'one' }];
  const parts = await change('setTagsOfRuns', { kinds: ['logged'] }, { tags, remove: ['kept'] });
  expect(parts.map(({ seen }) => seen)).toEqual([100, 100, 30]);
  expect(await count({ tags: [{ key: 'batch', value: { equals: 'one' } }] })).toBe(230);
  expect(await count({ tags: [{ key: 'kept' }] })).toBe(0);
  expect(changed(await change('setTagsOfRuns', { kinds: ['logged'] }, { tags }))).toBe(230);
  expect(await count({ tags: [{ key: 'batch' }] })).toBe(230);
});

test('leaves a run with as many tags as may be, and says so', async () => {
  const [run] = (await statuses({ text: 'run 7' })).runs.edges;
  const ids = [run?.node.id];
  const some = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({ key: `tag ${from + at}`, value: '' }));
  expect(changed(await change('setTagsOfRuns', { ids }, { tags: some(0, 99) }))).toBe(1);
  const parts = await change('setTagsOfRuns', { ids }, { tags: some(99, 101) });
  expect(refused(parts)).toEqual([{ reason: 'TAGS_FULL', runs: 1 }]);
});

test('gives those that were not begun another priority, and says how many were left', async () => {
  const parts = await change('setRunPriorities', {}, { priority: 'HIGH' });
  expect(changed(parts)).toBe(3);
  expect(refused(parts).reduce((sum, { runs }) => sum + runs, 0)).toBe(230);
  const { runs } = await statuses({ statuses: ['QUEUED', 'WAITING'] });
  expect(runs.edges.map(({ node }) => node.priority)).toEqual(['HIGH', 'HIGH', 'HIGH']);
});

test('takes those launched meanwhile out, and those that were left out by hand', async () => {
  const { newestId } = await outlook({ kinds: ['logged'] });
  const filter = { newest: newestId, except: [newestId] };
  expect(await count(filter)).toBe(229);
});

test('cancels all that goes on, those that wait before what they wait for', async () => {
  const filter = { statuses: ['QUEUED', 'WAITING', 'RUNNING'] };
  expect(changed(await change('cancelRuns', filter))).toBe(3);
  const { runs } = await statuses({ statuses: ['CANCELLED'] });
  expect(runs.edges).toHaveLength(3);
  const again = await change('cancelRuns', { ids: runs.edges.map(({ node }) => node.id) });
  expect(again).toMatchObject([{ changed: 0, refusals: [{ reason: 'ENDED', runs: 3 }] }]);
});

test('deletes all that a filter leaves as one deletion, which is undone as one', async () => {
  const parts = await change('deleteRuns', { kinds: ['logged'] });
  expect(changed(parts)).toBe(230);
  const [deletionId, ...others] = [...new Set(parts.flatMap((part) => part.deletionIds ?? []))];
  expect(others).toEqual([]);
  expect(await count()).toBe(3);
  const { restoreRuns } = await api.ask<{ restoreRuns: { __typename: string } }>(
    'mutation ($id: ID!) { restoreRuns(deletionId: $id) { __typename } }',
    { id: deletionId },
  );
  expect(restoreRuns.__typename).toBe('Project');
  expect(await count({ tags: [{ key: 'batch' }] })).toBe(230);
});

test('keeps a run that others were made from, unless they go with it', async () => {
  expect(await change('deleteRuns', { ids: [dataset] })).toMatchObject([
    { seen: 1, changed: 0, refusals: [{ reason: 'USED', runs: 1 }], deletionIds: [] },
  ]);
  const parts = await change('deleteRuns', { ids: [dataset] }, { withDependents: true });
  expect(changed(parts)).toBe(3);
  expect(await count()).toBe(230);
  const [gone] = await change('deleteRuns', { ids: [dataset] });
  expect(gone).toMatchObject({ __typename: 'NotFoundError' });
});

test.each([
  [{ ids: Array.from({ length: 1001 }, () => 'x') }, 'LimitError'],
  [{ ids: ['x'] }, 'InvalidInputError'],
  [
    { ids: [Buffer.from('Project:01890000-0000-7000-8000-000000000001').toString('base64')] },
    'InvalidInputError',
  ],
])('refuses in words %#', async (filter, type) => {
  expect(await change('cancelRuns', filter)).toMatchObject([{ __typename: type }]);
});
