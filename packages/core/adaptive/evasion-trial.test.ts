import { beforeAll, expect, test } from 'vitest';
import { images, labels, parameters, rows, withModel } from '../attacks/conformance-bench';
import { tf } from '../tensors/tf';
import { againstDetector } from './against-detector';
import { knownDetector } from './conformance-bench';
import type { AdaptiveAttack } from './define-adaptive-attack';
import { evasionTrial } from './evasion-trial';
import { orthogonalPgd } from './orthogonal-pgd';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** What is to be seen of an attack does not depend on its parameters. */
const pgd = orthogonalPgd as unknown as AdaptiveAttack;

/** A trial of an attack on all images from a row on, against a detector that lets scores up to a threshold pass. */
function trial(method: AdaptiveAttack, { from = 0, threshold }: { from?: number; threshold: number }) {
  return withModel(async (model) => {
    const detector = await knownDetector();
    const known = { ...detector, threshold };
    const params = parameters(againstDetector(method, known), { epsilon: 1 });
    const given = { images: images(), labels: labels(), from, params, context: { seed: 5 } };
    const outcome = await evasionTrial({ method, known, model }, given);
    detector.dispose();
    return outcome;
  });
}

test('a trial counts the images that fool a detector that lets everything pass, and none where nothing passes', async () => {
  const open = await trial(pgd, { threshold: 1 });
  expect(open).toMatchObject({ images: rows });
  expect(open.evaded).toBeGreaterThan(0);
  expect(await trial(pgd, { threshold: -1 })).toEqual({ images: rows, evaded: 0 });
});

test('a trial from a later row is about the images from there on', async () => {
  expect(await trial(pgd, { from: rows - 2, threshold: 1 })).toMatchObject({ images: 2 });
});

test('a trial judges the images that come back, whatever an attack noted on its way', async () => {
  const forgetful: AdaptiveAttack = {
    ...pgd,
    perturb: async (...given) => {
      (await pgd.perturb(...given)).dispose();
      return given[1].images.clone();
    },
  };
  const clean = await trial(forgetful, { threshold: 1 });
  expect(clean.evaded).toBeLessThan((await trial(pgd, { threshold: 1 })).evaded);
});
