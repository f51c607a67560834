import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { breathe } from '../context';
import { CoreError } from '../errors';
import { layerName } from '../method';
import { tf } from '../tensors';
import { type Detector, defineDetector, detectors, learnsWhen, registerDetector } from '.';
import { detectorChecks } from './conformance';

/** As somebody would add it: one value. The distance to the predicted class's center, against that to the nearest other. */
const nearestCenter = defineDetector({
  id: 'nearestCenter',
  title: 'Nearest center',
  summary: 'How much nearer the center of another class is than that of the predicted one.',
  source: 'https://example.org/nearest-center',
  needs: { layers: 'one', training: false },
  params: z.object({ layer: layerName().default('fc2').describe('Layer whose activations are compared.') }),
  fit: async ({ reference }, { layer }) => ({ layer, ...reference.representatives(layer, 'centroid') }),
  score: async ({ layer, data, dimensions }, { queries }, context) => {
    await breathe(context);
    const features = queries.features.get(layer);
    if (!features) throw new CoreError('SHAPE', `queries: expected features of ${layer}, got none`);
    const scores = Float32Array.from(queries.predicted, (predicted, row) => {
      const vector = features.data.subarray(row * dimensions, (row + 1) * dimensions);
      const distances = Array.from({ length: data.length / dimensions }, (_, label) =>
        Math.hypot(...vector.map((value, at) => value - (data[label * dimensions + at] ?? 0))),
      );
      const own = distances[predicted] ?? 0;
      return own - Math.min(...distances.filter((_, label) => label !== predicted));
    });
    return { scores };
  },
  state: {
    encode: ({ layer, data, dimensions }) => ({
      arrays: { data: { data, shape: [data.length / dimensions, dimensions] } },
      text: { layer },
    }),
    decode: ({ arrays, text }) => ({
      layer: text.layer ?? '',
      data: arrays.data?.data ?? new Float32Array(0),
      dimensions: arrays.data?.shape[1] ?? 0,
    }),
  },
});

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('a detector that was just registered is listed, and conforms like all others', async () => {
  registerDetector(nearestCenter);
  const registered = detectors.at(-1);
  if (!registered) throw new Error('no detector is registered');
  expect(registered.id).toBe('nearestCenter');
  for (const { run } of detectorChecks) await run(registered);
});

test('the checks catch a detector with the wrong polarity, another score each time, and no way to stop', async () => {
  const registered = detectors.find(({ id }) => id === 'knnScore');
  if (!registered) throw new Error('the kNN score is not registered');
  let calls = 0;
  const wrong: Detector = {
    ...registered,
    fit: async (data, params) => registered.fit(data, params, { seed: 0 }),
    score: async (state, data) => {
      const { scores } = await registered.score(state, data, { seed: 0 });
      calls++;
      return { scores: scores.map((score) => -score - 1e-3 * calls) };
    },
  };
  const broken: string[] = [];
  for (const { name, run } of detectorChecks) await run(wrong).catch(() => broken.push(name));
  expect(broken).toEqual([
    'scores adversarial inputs higher than authentic ones',
    'gives the same bits under the same seed',
    'scores an input alike alone and among others',
    'scores alike after its state was written and read',
    'stops when it is cancelled',
  ]);
});

test('a detector cannot take the id of another', () => {
  expect(() => registerDetector(nearestCenter)).toThrow(
    'id: expected one that is not taken yet, got nearestCenter',
  );
});

test('a form can know with which values a detector begins to learn', () => {
  const when = (id: string) =>
    detectors.filter((detector) => detector.id === id).flatMap((detector) => learnsWhen(detector));
  expect(when('knnScore')).toEqual([{ parameter: 'combine', value: 'learned' }]);
  // What always learns needs no value for it, and what never does has none.
  expect(when('evolutionMap')).toEqual([]);
  expect(when('energy')).toEqual([]);
});
