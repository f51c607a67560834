import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackend } from '@fiducial/backend';
import type { MetricPoint } from '@fiducial/core/context';
import { seededRandom } from '@fiducial/core/tensors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attackDetectorTask } from '../adaptive-attack/attack-detector.task';
import { attackTask } from '../attack-set/attack.task';
import { fitDetectorTask } from '../detector/fit-detector.task';
import { evaluateIn, evaluateTask } from '../evaluation/evaluate.task';
import { readInputs } from '../evaluation/inputs-file';
import { sweepLayersTask } from '../layer-sweep/sweep-layers.task';
import { trainModelTask } from '../model/train-model.task';
import { buildReferenceSetTask } from '../reference-set/build-reference-set.task';
import { drawSampleTask } from '../sample/draw-sample.task';
import { floats, writeArray } from './artifact-access';
import { type Checkpoints, openCheckpoints } from './checkpoints';
import { stageOutputs } from './stage-outputs';
import type { InputRun, Task } from './task';

/** What a kill looks like from inside: nothing after it happens. */
class Killed extends Error {}

const [classes, side, train, held] = [3, 16, 160, 80];
const layers = ['conv4', 'fc1'];

let folder: string;
let count = 0;
const nextFolder = () => join(folder, String(count++));

/** Checkpoints for which every moment is one to keep something; after `most` of them the process is killed. */
function eager(at: string, most = Number.POSITIVE_INFINITY): Checkpoints {
  const real = openCheckpoints(at, {
    ...{ attempt: 1, signal: new AbortController().signal, intervalMs: 0, now: () => 0 },
  });
  let kept = 0;
  const orKill = async (keep: Promise<void>) => {
    await keep;
    if (++kept === most) throw new Killed();
  };
  return {
    ...real,
    append: (log, piece) => orKill(real.append(log, piece)),
    save: (name, state) => orKill(real.save(name, state)),
  };
}

/** What a task made: its run as others read it, the digests of its files by name, its curves. */
async function attempt(
  task: unknown,
  params: object,
  {
    inputs,
    checkpoints,
    batchShare = 1,
  }: { inputs: Record<string, InputRun>; checkpoints: Checkpoints; batchShare?: number },
) {
  const { run, params: schema } = task as Task; // any task of the list
  const { outputs, staged } = stageOutputs(nextFolder());
  const points: MetricPoint[] = [];
  const given = schema.parse(params);
  const results = await run({
    params: given,
    seed: 5,
    inputs: new Map(Object.entries(inputs)),
    outputs,
    checkpoints,
    context: { seed: 5, batchShare, onMetric: (point) => points.push(point) },
  });
  const made: InputRun = {
    params: given,
    results,
    artifacts: new Map(staged.map(({ name, file, ...rest }) => [name, { ...rest, path: file }])),
  };
  // TensorFlow.js numbers the networks of a process: the second one here has another name than it would have in its child.
  const files = staged.filter(({ name }) => name !== 'model.json');
  const digests = Object.fromEntries(files.map(({ name, digest }) => [name, digest]));
  return { made, digests, points };
}

async function dataset(): Promise<InputRun> {
  const random = seededRandom(1);
  const labels = Int32Array.from({ length: train + held }, (_, row) => row % classes);
  const data = Uint8Array.from({ length: (train + held) * side * side }, (_, at) => {
    const bright =
      Math.floor((at % (side * side)) / side) % classes === Math.floor(at / (side * side)) % classes;
    return (bright ? 140 : 30) + random.integer(100);
  });
  const { outputs, staged } = stageOutputs(nextFolder());
  await writeArray(outputs, 'images', { dtype: 'uint8', shape: [train + held, side, side, 1], data });
  await writeArray(outputs, 'labels', { dtype: 'int32', shape: [train + held], data: labels });
  const split = (name: string, firstItem: number, size: number) => ({
    ...{ name, firstItem, count: size, digest: name },
    classCounts: [0, 1, 2].map(
      (label) => labels.slice(firstItem, firstItem + size).filter((one) => one === label).length,
    ),
  });
  return {
    params: {},
    results: {
      inputShape: [side, side, 1],
      classNames: ['a', 'b', 'c'],
      splits: [split('train', 0, train), split('test', train, held)],
      commonItems: 0,
    },
    artifacts: new Map(staged.map(({ name, file, ...rest }) => [name, { ...rest, path: file }])),
  };
}

const runs: Record<string, InputRun> = {};
beforeAll(async () => {
  await loadBackend();
  folder = await mkdtemp(join(tmpdir(), 'fiducial-resume-'));
  runs.dataset = await dataset();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Results without what was measured by the clock. */
const timeless = (results: unknown) =>
  JSON.parse(JSON.stringify(results, (key, value) => (/milliseconds/i.test(key) ? undefined : value)));

/** Runs a task whole, then killed after `kills[0]` checkpoints, again after `kills[1]`, and to the end: all alike. */
async function survives(
  task: unknown,
  params: object,
  { roles, kills }: { roles: string[]; kills: number[] },
) {
  const inputs = Object.fromEntries(roles.map((role) => [role, runs[role] as InputRun])); // made by an earlier test
  const whole = await attempt(task, params, { inputs, checkpoints: eager(nextFolder()) });
  const at = nextFolder();
  for (const most of kills)
    await expect(attempt(task, params, { inputs, checkpoints: eager(at, most) })).rejects.toThrow(Killed);
  const resumed = await attempt(task, params, { inputs, checkpoints: eager(at) });
  expect(resumed.digests).toEqual(whole.digests);
  expect(resumed.points).toEqual(whole.points);
  expect(timeless(resumed.made.results)).toEqual(timeless(whole.made.results));
  return whole;
}

describe('killed after some checkpoints, twice, and resumed: the same bits as uninterrupted', () => {
  test('training', async () => {
    const params = { architecture: 'standardCnn', epochs: 3, batchSize: 32, learningRate: 0.003 };
    const { made } = await survives(trainModelTask, params, { roles: ['dataset'], kills: [3, 5] });
    runs.model = made;
    const drawn = await attempt(
      drawSampleTask,
      { train: 10, validation: 12, test: 12, maxErrors: 5 },
      { inputs: { dataset: runs.dataset as InputRun, model: made }, checkpoints: eager(nextFolder()) },
    );
    runs.sample = drawn.made;
  });

  test('an attack set, budget by budget and batch by batch', async () => {
    const params = {
      attack: 'pgd',
      parameters: { steps: 4, stepSize: 0.05 },
      epsilons: [0.1, 0.3, 0.6],
      trace: true,
    };
    const roles = ['dataset', 'model', 'sample'];
    const { made } = await survives(attackTask, params, { roles, kills: [1, 1] });
    runs['attackSet/0'] = made;
  });

  test('a reference set, from its features to its medoids', async () => {
    const roles = ['dataset', 'model'];
    const { made } = await survives(buildReferenceSetTask, { layers }, { roles, kills: [1, 1] });
    runs.referenceSet = made;
  });

  test.each([
    ['an evolution map by its LSTM', 'evolutionMap', { layers, units: 12, epochs: 3, batchSize: 1 }, [2, 3]],
    ['a classifier of one layer', 'layerClassifier', { layer: 'fc1', epochs: 3, batchSize: 1 }, [2, 3]],
    ['a classifier of images', 'inputClassifier', { epochs: 2, batchSize: 8 }, [3, 4]],
  ])('learning %s', async (_, method, parameters, kills) => {
    const roles = ['dataset', 'model', 'sample', 'referenceSet', 'attackSet/0'];
    const { points } = await survives(fitDetectorTask, { method, parameters }, { roles, kills });
    expect(points.filter(({ name }) => name === 'loss')).toHaveLength(parameters.epochs);
  });

  test.each([
    ['the kNN score', 'knnScore', { layer: 'conv4', k: 8 }, ['inputs', 'neighbors']],
    ['an evolution map', 'evolutionMap', { layers, units: 12, epochs: 2 }, ['inputs', 'maps']],
    ['images', 'inputClassifier', { epochs: 1, batchSize: 8 }, ['inputs']],
  ])(
    'an evaluation of %s, piece by piece; and as in one piece, but for last bits',
    async (_, method, parameters, names) => {
      const of = ['dataset', 'model', 'sample', 'referenceSet', 'attackSet/0'];
      const inputs = Object.fromEntries(of.map((role) => [role, runs[role] as InputRun]));
      const fitted = await attempt(
        fitDetectorTask,
        { method, parameters },
        { inputs, checkpoints: eager(nextFolder()) },
      );
      runs.detector = fitted.made;
      const { made, digests } = await survives(
        evaluateIn(10),
        {},
        { roles: [...of, 'detector'], kills: [1, 2] },
      );
      expect(Object.keys(digests)).toEqual(names);
      const whole = await attempt(
        evaluateTask,
        {},
        { inputs: { ...inputs, detector: fitted.made }, checkpoints: eager(nextFolder()) },
      );
      const scoresOf = async ({ artifacts }: InputRun) =>
        readInputs(await readFile(artifacts.get('inputs')?.path ?? '')).score;
      const [pieced, one] = [await scoresOf(made), await scoresOf(whole.made)];
      expect(one.length).toBe(48);
      expect(
        Math.max(...one.map((score, row) => Math.abs(score - (pieced[row] ?? Number.NaN)))),
      ).toBeLessThan(1e-5);
    },
  );

  test('an attack on a detector, with the notes of its steps and its sanity checks', async () => {
    const parameters = { layer: 'conv4', k: 8 };
    const fitted = await attempt(
      fitDetectorTask,
      { method: 'knnScore', parameters },
      {
        inputs: {
          ...{ dataset: runs.dataset as InputRun, model: runs.model as InputRun },
          ...{ sample: runs.sample as InputRun, referenceSet: runs.referenceSet as InputRun },
        },
        checkpoints: eager(nextFolder()),
      },
    );
    runs.detector = fitted.made;
    const params = { attack: 'orthogonalPgd', parameters: { steps: 3 }, epsilons: [0.2, 0.5] };
    const roles = ['dataset', 'model', 'sample', 'referenceSet', 'detector'];
    const { made, digests } = await survives(attackDetectorTask, params, { roles, kills: [1, 1] });
    expect(Object.keys(digests)).toContain('steps');
    expect(made.results).toMatchObject({ verdict: { checks: [{ check: 'lossFalls' }, {}, {}] } });
  });

  test('a layer sweep, setting by setting', async () => {
    const roles = ['dataset', 'model', 'sample', 'referenceSet', 'attackSet/0'];
    await survives(sweepLayersTask, { layers, lastK: 20 }, { roles, kills: [1, 2] });
  });
});

describe('a quarter of a batch, as after memory ran out', () => {
  test('gives an attack set of the same success, its images equal but for last bits', async () => {
    const params = { attack: 'pgd', parameters: { steps: 4, stepSize: 0.05 }, epsilons: [0.1, 0.3] };
    const inputs = Object.fromEntries(
      ['dataset', 'model', 'sample'].map((role) => [role, runs[role] as InputRun]),
    );
    const by = async (batchShare: number) => {
      let batches = 0;
      const kept = eager(nextFolder());
      const append: Checkpoints['append'] = (log, piece) => {
        batches++;
        return kept.append(log, piece);
      };
      const done = await attempt(attackTask, params, {
        inputs,
        checkpoints: { ...kept, append },
        batchShare,
      });
      return { ...done, batches, images: await floats(done.made, 'images') };
    };
    const [whole, quarter] = [await by(1), await by(0.25)];
    // 34 images: one batch of at most 128 a budget, or two of at most 32.
    expect([whole.batches, quarter.batches]).toEqual([2, 4]);
    const differences = whole.images.map((value, at) => Math.abs(value - (quarter.images[at] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    expect(quarter.digests.success).toBe(whole.digests.success);
  });
});
