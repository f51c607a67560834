import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attacks, runAttack } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { tf } from '@fiducial/core/tensors';
import { readNpy, writeNpy } from '@fiducial/formats';
import { type Peer, startPeer } from '../../peers/peer-process';
import { type TrainedDigits, trainedDigits } from '../../peers/trained-digits';
import type { Check, CheckGroup } from '../check';

const count = 100;
const [epsilon, stepSize, steps] = [40 / 255, 10 / 255, 10];
const iterated = { epsilon, stepSize, steps };
/** The same in the words of the peers. */
const theirs = { eps: epsilon, alpha: stepSize, steps };
const l2 = { epsilon: 1.5, stepSize: 0.3, steps };

/** What is compared of two attacks. */
type Comparison =
  /** Values of the attacked images: exact up to the signs of gradients near zero. */
  | 'values'
  /** Mean L2 norm over the images that both fool, by image, and success. */
  | 'norms'
  /** Success alone: the attacks draw at random, each from a generator of its own. */
  | 'success';

interface Case {
  readonly id: string;
  readonly given: Record<string, unknown>;
  readonly peer: 'torchattacks' | 'Foolbox' | 'ART';
  /** Name of the peer's attack in attack_oracles.py, and what it gets. */
  readonly task: string;
  readonly params?: Record<string, unknown>;
  readonly compare: Comparison;
  /** The start of ours is handed over. */
  readonly sameStart?: boolean;
  readonly known?: string;
}

const torchDeepFool =
  'torchattacks measures each step from iterate to iterate and adds the overshoot to that, so that it succeeds less often';
const foolboxMomentum =
  "Foolbox divides the gradient by its L1 norm and adds it with another weight than Dong's";
const artWithoutLabel = 'ART takes gradients before the overshoot, which it adds once at the end';
const jsmaKnown =
  'ART takes gradients of softmax probabilities in place of logits, drops a value as soon as it was changed, and takes the pair otherwise';

const cases: readonly Case[] = [
  ...(['torchattacks', 'Foolbox', 'ART'] as const).flatMap((peer): Case[] => [
    { id: 'fgsm', given: { epsilon }, peer, task: 'fgsm', params: { eps: epsilon }, compare: 'values' },
    { id: 'bim', given: iterated, peer, task: 'bim', params: theirs, compare: 'values' },
  ]),
  {
    id: 'pgd',
    given: iterated,
    peer: 'Foolbox',
    task: 'pgd',
    params: theirs,
    compare: 'values',
    sameStart: true,
  },
  {
    id: 'pgdL2',
    given: l2,
    peer: 'Foolbox',
    task: 'pgdL2',
    params: { eps: l2.epsilon, alpha: l2.stepSize, steps },
    compare: 'values',
    sameStart: true,
  },
  { id: 'miFgsm', given: iterated, peer: 'torchattacks', task: 'miFgsm', params: theirs, compare: 'values' },
  {
    id: 'miFgsm',
    given: iterated,
    peer: 'Foolbox',
    task: 'miFgsm',
    params: theirs,
    compare: 'values',
    known: foolboxMomentum,
  },
  {
    id: 'miFgsm',
    given: iterated,
    peer: 'ART',
    task: 'miFgsm',
    params: theirs,
    compare: 'values',
  },
  { id: 'deepFool', given: { norm: 'L2' }, peer: 'Foolbox', task: 'deepFoolL2', compare: 'norms' },
  { id: 'deepFool', given: { norm: 'Linf' }, peer: 'Foolbox', task: 'deepFoolLinf', compare: 'norms' },
  {
    id: 'deepFool',
    given: { norm: 'L2' },
    peer: 'ART',
    task: 'deepFool',
    compare: 'norms',
    known: artWithoutLabel,
  },
  {
    id: 'deepFool',
    given: { norm: 'L2' },
    peer: 'torchattacks',
    task: 'deepFool',
    compare: 'norms',
    known: torchDeepFool,
  },
  {
    id: 'carliniWagnerL2',
    given: { searches: 5, steps: 100 },
    peer: 'Foolbox',
    task: 'carliniWagner',
    compare: 'norms',
  },
  {
    id: 'carliniWagnerL2',
    given: { searches: 5, steps: 100 },
    peer: 'torchattacks',
    task: 'carliniWagner',
    compare: 'norms',
    known: 'torchattacks has one constant and no search for it',
  },
  {
    id: 'jsma',
    given: { target: 'next', theta: 1, gamma: 0.145 },
    peer: 'ART',
    task: 'jsma',
    params: { theta: 1, gamma: 0.145 },
    compare: 'norms',
    known: jsmaKnown,
  },
  {
    id: 'apgdCe',
    given: { epsilon: 0.1, steps: 50 },
    peer: 'torchattacks',
    task: 'apgdCe',
    params: { eps: 0.1, steps: 50 },
    compare: 'success',
  },
  {
    id: 'apgdDlr',
    given: { epsilon: 0.1, steps: 50, targetClasses: 9 },
    peer: 'torchattacks',
    task: 'apgdT',
    params: { eps: 0.1, steps: 50 },
    compare: 'success',
  },
  {
    id: 'square',
    given: { epsilon: 0.2, queries: 500 },
    peer: 'torchattacks',
    task: 'square',
    params: { eps: 0.2, queries: 500 },
    compare: 'success',
    known:
      'random search: each draws squares of its own, and ours draws a place for every image where torchattacks draws one for the batch',
  },
  {
    id: 'fab',
    given: { norm: 'L2', steps: 50 },
    peer: 'torchattacks',
    task: 'fabL2',
    params: { steps: 50 },
    compare: 'norms',
  },
  {
    id: 'autoAttack',
    given: { epsilon: 0.12, steps: 100, queries: 500 },
    peer: 'torchattacks',
    task: 'autoAttack',
    params: { eps: 0.12 },
    compare: 'success',
  },
];

/** Every attack that others have too, on 100 digits. */
export const attackChecks: CheckGroup = {
  title: `Attacks, on ${count} digits that are classified rightly`,
  run: async (folder) => {
    const bed = await trainedDigits(folder, count);
    const peer = startPeer(join(import.meta.dirname, '..', 'peers', 'attack_oracles.py'), folder);
    const versions = await peer.ask('versions');
    const checks: Check[] = [];
    for (const given of cases) {
      const version = `${given.peer} ${versions[given.peer]}`;
      checks.push(await compared(given, { bed, peer, folder, version }));
    }
    peer.stop();
    return checks;
  },
};

async function compared(
  { id, given, task, params = {}, compare, sameStart, ...rest }: Case,
  { bed, peer, folder, version }: { bed: TrainedDigits; peer: Peer; folder: string; version: string },
): Promise<Check> {
  const own = await attacked(bed, id, given);
  const rows = compare === 'success' && id === 'autoAttack' ? 40 : count;
  if (sameStart) {
    // One step of no length leaves the images where the attack starts.
    const start = await attacked(bed, id, { ...given, steps: 1, stepSize: 1e-9 });
    writeFileSync(join(folder, 'start.npy'), writeNpy('float32', [count, 28, 28, 1], start.images));
  }
  await peer.ask('attack', { library: rest.peer, name: task, params, rows });
  const other = judged(bed, readNpy(readFileSync(join(folder, 'attacked.npy'))).data as Float32Array, rows);
  const base = {
    what: `${id} ${JSON.stringify(given, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value)).replaceAll('"', '')}`,
    peer: version,
    ...(rest.known && { known: rest.known }),
  };
  const success = (of: Judged) => of.success.slice(0, rows).filter(Boolean).length / rows;
  const successes = `success ${(100 * success(own)).toFixed(0)} % and ${(100 * success(other)).toFixed(0)} %`;
  const close = Math.abs(success(own) - success(other)) <= 0.02;
  if (compare === 'success') return { ...base, found: successes, tolerance: 'success 2 %', agrees: close };
  if (compare === 'values') {
    let differing = 0;
    own.images.forEach((value, at) => {
      if (Math.abs(value - (other.images[at] ?? 0)) > 1e-4) differing++;
    });
    const share = differing / own.images.length;
    const most = id === 'fgsm' ? 0.001 : 0.02;
    return {
      ...base,
      found: `${(100 * share).toFixed(3)} % of values differ by more than 1e-4; ${successes}`,
      tolerance: `${100 * most} % of values, success 2 %`,
      agrees: share <= most && close,
    };
  }
  const both = [...own.success.keys()].filter((row) => own.success[row] && other.success[row]);
  const mean = (of: Judged) => both.reduce((sum, row) => sum + (of.l2[row] ?? 0), 0) / both.length;
  const byImage = both
    .map((row) => Math.abs((own.l2[row] ?? 0) / (other.l2[row] ?? 1) - 1))
    .sort((a, b) => a - b);
  const typical = byImage[both.length >> 1] ?? Number.NaN;
  return {
    ...base,
    found: `mean L2 ${mean(own).toFixed(4)} and ${mean(other).toFixed(4)} over the ${both.length} that both fool, by image ${(100 * typical).toFixed(2)} % (median); ${successes}`,
    tolerance: 'mean 1 %, by image 1 % (median), success 2 %',
    agrees: Math.abs(mean(own) / mean(other) - 1) <= 0.01 && typical <= 0.01 && close,
  };
}

interface Judged {
  readonly images: Float32Array;
  readonly success: readonly boolean[];
  readonly l2: readonly number[];
}

async function attacked(bed: TrainedDigits, id: string, given: Record<string, unknown>): Promise<Judged> {
  const attack = attacks.find((known) => known.id === id);
  if (!attack) throw new Error(`${id} is not registered`);
  const params = parseParameters(attack, given);
  const images = new Float32Array(bed.images.data.length);
  const success: boolean[] = [];
  const l2: number[] = [];
  for await (const part of runAttack(attack, bed, { params, context: { seed: 0 }, batchSize: count })) {
    images.set(part.images, part.first * 784);
    for (let row = 0; row < part.rows; row++) {
      success.push(part.success[row] === 1);
      l2.push(part.norms[row * 4 + 2] ?? 0);
    }
  }
  return { images, success, l2 };
}

/** Images of others, judged by our model. */
function judged({ model, images, labels }: TrainedDigits, found: Float32Array, rows: number): Judged {
  const predicted = predictedOf(model, found);
  return {
    images: found,
    success: Array.from({ length: rows }, (_, row) => predicted[row] !== labels[row]),
    l2: Array.from({ length: rows }, (_, row) => {
      let sum = 0;
      for (let at = row * 784; at < (row + 1) * 784; at++)
        sum += ((found[at] ?? 0) - (images.data[at] ?? 0)) ** 2;
      return Math.sqrt(sum);
    }),
  };
}

function predictedOf(model: TrainedDigits['model'], images: Float32Array): ArrayLike<number> {
  const logits = model.logits(tf.tensor(images, [images.length / 784, 28, 28, 1]));
  return logits.argMax(1).dataSync();
}
