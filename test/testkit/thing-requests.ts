import type { ApiBench } from './api-bench';
import { waitFor } from './wait-for';

/** A thing that was launched. */
export interface Launched {
  readonly id: string;
  readonly name: string;
  readonly run: { readonly id: string };
}

/** What each mutation makes. */
const made = {
  importDataset: 'Dataset',
  trainModel: 'Model',
  registerModel: 'Model',
  drawSample: 'Sample',
  launchAttack: 'AttackSet',
  buildReferenceSet: 'ReferenceSet',
  fitDetector: 'Detector',
  evaluateDetector: 'Evaluation',
  sweepLayers: 'LayerSweep',
  recountLayers: 'LayerSweep',
  launchAdaptiveAttack: 'AttackSet',
} as const;

/** Launches something by a mutation that takes `input`. @throws {Error} for an expected failure */
export async function launch(
  api: Pick<ApiBench, 'ask'>,
  mutation: keyof typeof made,
  input: Record<string, unknown>,
): Promise<Launched> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const { result } = await api.ask<{ result: Launched & { message?: string } }>(
    `mutation ($input: ${type}) { result: ${mutation}(input: $input) {
      ... on ${made[mutation]} { id name run { id } } ... on UserError { message } } }`,
    { input },
  );
  if (result.message) throw new Error(`${mutation}: ${result.message}`);
  return result;
}

/** A project of a test file's own. */
export async function createProject(api: Pick<ApiBench, 'ask'>, name = 'Study'): Promise<string> {
  const { result } = await api.ask<{ result: { id: string } }>(
    'mutation ($name: String!) { result: createProject(input: { name: $name }) { ... on Project { id } } }',
    { name },
  );
  return result.id;
}

/** Waits until the run of a thing has succeeded. @throws {Error} when it ends otherwise */
export function finished(
  api: Pick<ApiBench, 'ask'>,
  { name, run }: Launched,
  limitMs = 120_000,
): Promise<true> {
  return waitFor(
    `${name} to be finished`,
    async () => {
      const { node } = await api.ask<{ node: { status: string; failure: { message: string } | null } }>(
        'query ($id: ID!) { node(id: $id) { ... on Run { status failure { message } } } }',
        { id: run.id },
      );
      if (node.status === 'FAILED' || node.status === 'CANCELLED')
        throw new Error(`${name} is ${node.status}: ${node.failure?.message}`);
      return node.status === 'SUCCEEDED';
    },
    limitMs,
  );
}

/** A small main job on a data set, from training to two evaluations on the same inputs. Takes about 30 s. */
export async function launchMainJob(api: Pick<ApiBench, 'ask'>, datasetId: string) {
  const model = await launch(api, 'trainModel', { datasetId, architecture: { standardCnn: { epochs: 1 } } });
  const counts = { train: 60, validation: 20, test: 40, maxErrors: 20 };
  const sample = await launch(api, 'drawSample', { modelId: model.id, ...counts });
  const attackSet = await launch(api, 'launchAttack', {
    sampleId: sample.id,
    attack: { bim: { stepSize: 20 / 255, steps: 5 } },
    epsilons: [40 / 255, 80 / 255],
  });
  const noise = await launch(api, 'launchAttack', {
    sampleId: sample.id,
    attack: { randomNoise: {} },
    epsilons: [40 / 255],
  });
  const referenceSet = await launch(api, 'buildReferenceSet', { modelId: model.id });
  const fit = (of: Record<string, unknown>) =>
    launch(api, 'fitDetector', { referenceSetId: referenceSet.id, sampleId: sample.id, ...of });
  const detectors = [
    await fit({ detector: { knnScore: { layer: 'conv4', k: 50 } } }),
    await fit({
      detector: { evolutionMap: { epochs: 40, units: 16, learningRate: 0.01 } },
      trainOn: [attackSet.id],
    }),
  ];
  const evaluations: Launched[] = [];
  for (const { id } of detectors)
    evaluations.push(
      await launch(api, 'evaluateDetector', { detectorId: id, attackSetIds: [attackSet.id, noise.id] }),
    );
  for (const thing of [...detectors, ...evaluations]) await finished(api, thing, 400_000);
  return { model, sample, attackSet, noise, referenceSet, detectors, evaluations, counts };
}
