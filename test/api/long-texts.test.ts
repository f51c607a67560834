import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';

/** Names and values as long as they may be, of characters of two UTF-16 units: what is cut is never cut inside of one. */
let api: ApiBench;
let projectId: string;
const fish = (count: number) => '🐟'.repeat(count);

interface Answer {
  readonly message?: string;
  readonly id?: string;
  readonly runs?: readonly { readonly title: string }[];
}

const launchAll = async (input: object): Promise<Answer> =>
  (
    await api.ask<{ result: Answer }>(
      `mutation ($input: LaunchSeveralInput!) { result: launchSeveral(input: $input) {
        ... on UserError { message } ... on LaunchedRuns { runs { title } } } }`,
      { input },
    )
  ).result;

const trained = (datasetId: string, more: object = {}) => ({
  trainModel: { datasetId, architecture: { standardCnn: { epochs: 1 } }, ...more },
});

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  projectId = await createProject(api);
});
afterAll(() => api?.close());

test('a name that nobody gave is shortened where those in it are long', async () => {
  const dataset = await launch(api, 'importDataset', {
    projectId,
    source: { builtInDigits: {} },
    name: fish(60),
  });
  const model = await launch(api, 'trainModel', { ...trained(dataset.id).trainModel, name: fish(60) });
  const { name } = await launch(api, 'buildReferenceSet', { modelId: model.id });
  expect(name).toBe(`Activations of ${fish(52)}…`);
});

test('of several, names end with labels, blank ones aside, and a key may be as long as any', async () => {
  const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const several = {
    launches: [70, 71].map((length) => ({
      label: 'x'.repeat(length),
      launch: trained(dataset.id, { name: fish(60), seed: length }),
    })),
    idempotencyKey: 'k'.repeat(200),
  };
  const { runs } = await launchAll(several);
  expect(runs?.map(({ title }) => title)).toEqual([
    `${fish(23)}…, ${'x'.repeat(70)}`,
    `${fish(23)}…, ${'x'.repeat(71)}`,
  ]);
  expect((await launchAll(several)).runs).toEqual(runs);
  const launches = [
    { label: ' ', launch: trained(dataset.id, { name: 'Blank', seed: 1, idempotencyKey: 'own' }) },
    { launch: trained(dataset.id, { name: 'None', seed: 2, idempotencyKey: 'own' }) },
  ];
  expect((await launchAll({ launches })).runs).toEqual([{ title: 'Blank' }, { title: 'None' }]);
});

test('texts of parameters are cut between characters, and found by the whole of what they say', async () => {
  const params = { text: `${'x'.repeat(7999)}${fish(2)}`, [`${'n'.repeat(248)}🐟`]: 1, prompt: fish(60) };
  const { made } = await api.ask<{ made: Answer }>(
    'mutation ($input: CreateRunInput!) { made: createRun(input: $input) { ... on Run { id } ... on UserError { message } } }',
    { input: { projectId, name: 'logged', params, tags: [{ key: 'prompt', value: fish(60) }] } },
  );
  const text = { equals: fish(60) };
  const { found } = await api.ask<{ found: { edges: { node: { id: string } }[] } }>(
    `query ($projectId: ID!, $text: TextConditionInput!) { found: runs(projectId: $projectId, first: 10,
      filter: { parameters: [{ name: "prompt", text: $text }] }) { edges { node { id } } } }`,
    { projectId, text },
  );
  expect(found.edges).toEqual([{ node: { id: made.id } }]);
});
