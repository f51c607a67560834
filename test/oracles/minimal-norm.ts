import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadBackend } from '@fiducial/backend';
import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { trainedDigits } from './trained-digits';

// npx tsx test/oracles/minimal-norm.ts FOLDER [COUNT [ATTACK]]: smallest perturbations of digits, ours and Foolbox's, on the same
// weights and images. PYTHON is an interpreter with torch and foolbox (default python3); without one, ours alone are shown.
const [folder = '/tmp/fiducial-oracle', count = '100', only] = process.argv.slice(2);
const batchSize = 100;
const { name, reason } = await loadBackend();
console.log(`backend: ${name} (${reason}), node ${process.version}`);
mkdirSync(folder, { recursive: true });
const bed = await trainedDigits(folder, Number(count));

/** Parameters of ours, and where Foolbox has the same method, what minimal_norm.py calls it. */
const cases: readonly { id: string; given: Record<string, unknown>; peer?: string }[] = [
  { id: 'deepFool', given: { norm: 'L2' }, peer: 'deepFoolL2' },
  { id: 'deepFool', given: { norm: 'Linf' }, peer: 'deepFoolLinf' },
  { id: 'carliniWagnerL2', given: { searches: 5, steps: 100 }, peer: 'carliniWagnerL2' },
  { id: 'fab', given: { norm: 'L2', steps: 20 } },
  { id: 'fab', given: { norm: 'Linf', steps: 20 } },
  { id: 'lbfgs', given: {} },
  { id: 'jsma', given: {} },
];

for (const { id, given, peer } of cases.filter(({ id }) => !only || id === only)) {
  console.log(`${id} ${JSON.stringify(given)}`);
  console.log(`  ours     ${await ours(id, given)}`);
  if (peer) console.log(`  Foolbox  ${theirs(peer)}`);
}

/** Success, mean norms over the successful and seconds of one attack. */
async function ours(id: string, given: Record<string, unknown>): Promise<string> {
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new Error(`no attack ${id}`);
  const params = parseParameters(attack, given);
  const sums = [0, 0, 0, 0];
  let [successes, passes] = [0, 0];
  const started = performance.now();
  for await (const part of runAttack(attack, bed, { params, context: { seed: 0 }, batchSize }))
    for (let row = 0; row < part.rows; row++) {
      passes += part.queries[row * 2 + 1] ?? 0;
      if (!part.success[row]) continue;
      successes++;
      for (const at of sums.keys()) sums[at] = (sums[at] ?? 0) + (part.norms[row * 4 + at] ?? 0);
    }
  const seconds = (performance.now() - started) / 1000;
  const [l0, l1, l2, linf] = sums.map((sum) => (sum / successes).toFixed(4));
  const share = ((100 * successes) / bed.labels.length).toFixed(1);
  const gradients = (passes / bed.labels.length).toFixed(1);
  return `success ${share} %, mean L0 ${l0}, L1 ${l1}, L2 ${l2}, Linf ${linf}; ${gradients} gradients an image; ${seconds.toFixed(1)} s`;
}

function theirs(peer: string): string {
  const script = join(import.meta.dirname, 'minimal_norm.py');
  try {
    return execFileSync(process.env.PYTHON ?? 'python3', [script, folder, peer, String(batchSize)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (error) {
    return `not measured: ${String(error).split('\n').at(-2) ?? error}`;
  }
}
