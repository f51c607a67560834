import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';

/** Grids: several launches in one mutation, all or none. */
let api: ApiBench;
let projectId: string;
let sampleId: string;

interface Launched {
  readonly __typename: string;
  readonly message?: string;
  readonly field?: string;
  readonly runs?: readonly {
    readonly id: string;
    readonly title: string;
    readonly params: { readonly parameters: Readonly<Record<string, unknown>> };
    readonly tags: readonly { key: string; value: string }[];
  }[];
}

const attacks = (...steps: number[]) =>
  steps.map((count) => ({
    label: `steps ${count}`,
    launch: { launchAttack: { sampleId, attack: { bim: { steps: count } }, epsilons: [0.1] } },
  }));

const launchAll = async (input: object): Promise<Launched> =>
  (
    await api.ask<{ result: Launched }>(
      `mutation ($input: LaunchSeveralInput!) { result: launchSeveral(input: $input) {
        __typename ... on UserError { message } ... on InvalidInputError { field }
        ... on LaunchedRuns { runs { id title params tags { key value } } } } }`,
      { input },
    )
  ).result;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  projectId = await createProject(api);
  const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const architecture = { standardCnn: { epochs: 1 } };
  const model = await launch(api, 'trainModel', { datasetId: dataset.id, architecture });
  sampleId = (await launch(api, 'drawSample', { modelId: model.id })).id;
});
afterAll(() => api.close());

test('each run has its parameters, a name of its own and the tags of all', async () => {
  const { runs = [] } = await launchAll({
    launches: attacks(3, 5, 7, 9),
    tags: [{ key: 'grid', value: 'steps' }],
  });
  expect(runs.map(({ params }) => params.parameters.steps)).toEqual([3, 5, 7, 9]);
  for (const [at, { title, tags }] of runs.entries()) {
    expect(title).toMatch(new RegExp(`^.*epsilon 0.100, steps ${[3, 5, 7, 9][at]}$`));
    expect(tags).toEqual([{ key: 'grid', value: 'steps' }]);
  }
  const { found } = await api.ask<{ found: { totalCount: number } }>(
    `query ($projectId: ID!) { found: runs(projectId: $projectId, first: 10,
      filter: { tags: [{ key: "grid", value: { equals: "steps" } }] }) { totalCount } }`,
    { projectId },
  );
  expect(found.totalCount).toBe(4);
});

test('a key that is used again gives the same runs, and is refused for fewer, more or other ones', async () => {
  const input = { launches: attacks(11, 12), idempotencyKey: 'the same' };
  const first = await launchAll(input);
  const before = await api.prisma.run.count();
  expect((await launchAll(input)).runs?.map(({ id }) => id)).toEqual(first.runs?.map(({ id }) => id));
  for (const launches of [attacks(11), attacks(11, 12, 13), attacks(12, 11)])
    expect(await launchAll({ ...input, launches })).toMatchObject({ __typename: 'ConflictError' });
  expect(await api.prisma.run.count()).toBe(before);
});

test('of one key with two numbers of launches at once, one is refused', async () => {
  // Each waits at its very end, so that the other is under way as well.
  await api.prisma.$executeRaw`
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END'`;
  await api.prisma.$executeRaw`
    CREATE CONSTRAINT TRIGGER lingers AFTER INSERT ON "Run" DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.title LIKE '%steps 42') EXECUTE FUNCTION linger()`;
  const results = await Promise.all(
    [attacks(41, 42), attacks(41, 42, 43)].map((launches) =>
      launchAll({ launches, idempotencyKey: 'at once' }),
    ),
  );
  await api.prisma.$executeRaw`DROP TRIGGER lingers ON "Run"`;
  expect(results.map(({ __typename }) => __typename).sort()).toEqual(['ConflictError', 'LaunchedRuns']);
});

test('keys of the launches themselves are not read', async () => {
  const launches = attacks(51, 52).map(({ label, launch }) => ({
    label,
    launch: { launchAttack: { ...launch.launchAttack, idempotencyKey: 'my own' } },
  }));
  const { runs = [] } = await launchAll({ launches });
  const again = await launchAll({ launches });
  expect(new Set([...runs, ...(again.runs ?? [])].map(({ id }) => id)).size).toBe(4);
});

test('a refusal names the point and the field, and nothing of the others is written', async () => {
  const before = await api.prisma.run.count();
  expect(await launchAll({ launches: attacks(20, 0, 22) })).toEqual({
    __typename: 'InvalidInputError',
    message: expect.stringMatching(/^steps 0 \(launch 2\): bim\.steps: expected .*, got 0$/),
    field: 'launches.1.attack.bim.steps',
  });
  expect(await api.prisma.run.count()).toBe(before);
});

test('none and too many are refused in words, and so are launches in two projects', async () => {
  const many = Array.from({ length: 101 }, (_, at) => at + 1);
  for (const [launches, got] of [
    [[], 0],
    [attacks(...many), 101],
  ] as const)
    expect(await launchAll({ launches })).toMatchObject({
      __typename: 'LimitError',
      message: `launches: expected 1 to 100 runs at once, got ${got}`,
    });
  const other = { projectId: await createProject(api, 'Other'), source: { builtInDigits: {} } };
  expect(await launchAll({ launches: [...attacks(30), { launch: { importDataset: other } }] })).toMatchObject(
    { field: 'launches.1' },
  );
});

test('what they need together is foreseen: the time of all, the memory of the largest', async () => {
  const digits = (testFraction: number) => ({
    label: `share ${testFraction}`,
    launch: { importDataset: { projectId, source: { builtInDigits: { testFraction } } } },
  });
  const foresee = async (launches: object[]) =>
    (
      await api.ask<{ result: Record<string, number | string | null> }>(
        `query ($launches: [LabeledLaunchInput!]!) { result: foreseeLaunches(launches: $launches) {
          __typename ... on UserError { message }
          ... on LaunchesForeseen { runs estimated seconds memoryBytes refusal } } }`,
        { launches },
      )
    ).result;
  const one = await foresee([digits(0.2)]);
  const three = await foresee([digits(0.2), digits(0.3), ...attacks(5)]);
  expect(one).toMatchObject({ runs: 1, estimated: 1, refusal: null });
  expect(three).toMatchObject({ runs: 3, estimated: 2, memoryBytes: one.memoryBytes });
  expect(three.seconds).toBeCloseTo(2 * Number(one.seconds), 6);
  expect(await foresee([digits(0.2), digits(7)])).toMatchObject({
    message: expect.stringMatching(/^share 7 \(launch 2\): source\.builtInDigits\.testFraction/),
  });
});
