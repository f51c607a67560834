import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type LaunchTextParts, launchTexts } from '@fiducial/web/launch-texts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiBench, openApiBench } from '../testkit/api-bench';
import { createProject, launch } from '../testkit/thing-requests';

const execute = promisify(execFile);

/** What people copy from a form starts the same run that the form would. */
let api: ApiBench;
let input: Record<string, unknown>;
const mutation = 'launchAttack';
const makes = 'AttackSet';
/** What would end quotes of a shell or of Python, or run something. */
const hostile = `it's "quoted" \`id\` $(id) \${HOME} ''' """ \\ 100 % ü 漢`;

beforeAll(async () => {
  api = await openApiBench({ FIDUCIAL_TASKS: '' });
  const projectId = await createProject(api);
  const dataset = await launch(api, 'importDataset', { projectId, source: { builtInDigits: {} } });
  const architecture = { standardCnn: { epochs: 1 } };
  const model = await launch(api, 'trainModel', { datasetId: dataset.id, architecture });
  const sample = await launch(api, 'drawSample', { modelId: model.id });
  input = {
    sampleId: sample.id,
    attack: { bim: { stepSize: 2 / 255, steps: 7 } },
    epsilons: [20 / 255, 40 / 255],
    quantization: 'UINT8',
    trace: true,
    seed: 11,
    priority: 'LOW',
  };
});
afterAll(() => api.close());

const parts = (language: LaunchTextParts['language'], name: string): string[] =>
  launchTexts({ mutation, makes, input: { ...input, name } }, 'http://nowhere.invalid')
    .filter((one) => one.language === language)
    .flatMap((one) => one.parts.map(({ text }) => text));

/** Runs a program that the three texts are given to, where the server of this test is. */
async function output(command: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, FIDUCIAL_URL: api.address, FIDUCIAL_TOKEN: '' };
  const { stdout } = await execute(command, [...args], { env });
  return stdout;
}

const runOf: Readonly<Record<LaunchTextParts['language'], (name: string) => Promise<string>>> = {
  GraphQL: async (name) => {
    const [query = '', variables = ''] = parts('GraphQL', name);
    const { launchAttack } = await api.ask<{ launchAttack: { run: { id: string } } }>(
      query,
      JSON.parse(variables),
    );
    return launchAttack.run.id;
  },
  'Command line': async (name) => {
    const answer = await output('sh', ['-c', ...parts('Command line', name)]);
    return JSON.parse(answer).data.launchAttack.run.id;
  },
  Python: async (name) => JSON.parse(await output('python3', ['-c', ...parts('Python', name)])).run.id,
};

test.each(['GraphQL', 'Command line', 'Python'] as const)(
  '%s as it is copied launches what the form held, with a name that would break out of quotes',
  async (language) => {
    const name = `${language}: ${hostile}`;
    const id = await runOf[language](name);
    const { node } = await api.ask<{
      node: { title: string; launch: { mutation: string; input: Record<string, unknown> } };
    }>('query ($id: ID!) { node(id: $id) { ... on Run { title launch { mutation input } } } }', { id });
    expect(node.title).toBe(name);
    expect(node.launch.mutation).toBe(mutation);
    const { attack, ...rest } = node.launch.input;
    const { attack: held, ...others } = input;
    expect(rest).toEqual(others);
    // The server fills in the parameters that were left at their defaults.
    expect(attack).toMatchObject(held as object);
  },
);

test('a server’s refusal is what the program ends with', async () => {
  input = { ...input, epsilons: [7] };
  await expect(output('python3', ['-c', ...parts('Python', 'Too far')])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('epsilons: expected values above 0 and at most 1'),
  });
});
