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
} as const;

/** Launches something by a mutation that takes `input`. @throws {Error} for an expected failure */
export async function launch(
  api: ApiBench,
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
export async function createProject(api: ApiBench, name = 'Study'): Promise<string> {
  const { result } = await api.ask<{ result: { id: string } }>(
    'mutation ($name: String!) { result: createProject(input: { name: $name }) { ... on Project { id } } }',
    { name },
  );
  return result.id;
}

/** Waits until the run of a thing has succeeded. @throws {Error} when it ends otherwise */
export function finished(api: ApiBench, { name, run }: Launched, limitMs = 120_000): Promise<true> {
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
