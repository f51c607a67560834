import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Tracker } from './servers';

/** What load.py measured. */
export interface Timing {
  /** Of each step. */
  readonly seconds: readonly number[];
  /** From the first step's begin to the last one's end. */
  readonly whole: number;
  readonly failures: readonly string[];
}

/** Has load.py do an operation some times, as its plan says. Holds this thread until it has. */
export function load(
  { target, address }: Tracker,
  project: string,
  plan: Readonly<Record<string, string | number>>,
): Timing {
  const output = execFileSync('python3', [join(import.meta.dirname, 'load.py')], {
    input: JSON.stringify({ ...plan, target, address, project }),
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output.toString()) as Timing; // what load.py writes
}

/** Makes a project, or an experiment as MLflow calls it, and returns its id. */
export async function newProject({ target, address }: Tracker, name: string): Promise<string> {
  const post = async (path: string, body: object) => {
    // Kept connections are closed by the other end while load.py holds this thread.
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string> & { data: { createProject: { id: string } } };
  };
  if (target === 'mlflow')
    return (await post('/api/2.0/mlflow/experiments/create', { name })).experiment_id ?? '';
  const query = `mutation { createProject(input: { name: "${name}" }) { ... on Project { id } } }`;
  return (await post('/graphql', { query })).data.createProject.id;
}
