import { type AttackedModel, attacks } from '@fiducial/core/attacks';
import { parseParameters } from '@fiducial/core/method';
import { tf } from '@fiducial/core/tensors';
import { beforeAll, expect, test } from 'vitest';
import { cases } from './cases';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test.each([1, 2])('MI-FGSM is where the worked case says after %i steps', async (steps) => {
  const { miFgsm } = cases;
  const attack = attacks.find(({ id }) => id === 'miFgsm');
  if (!attack) throw new Error('MI-FGSM is not registered');
  const shape = [1, 1, miFgsm.start.length, 1];
  let asked = 0;
  const unasked = (): never => {
    throw new Error('MI-FGSM asks for gradients only');
  };
  // A model whose gradient is the worked one at each step.
  const model: AttackedModel = {
    bounds: [-1, 1],
    classes: 2,
    logits: unasked,
    outputs: unasked,
    crossEntropy: unasked,
    lossGradient: unasked,
    slopes: unasked,
    forRows: () => model,
    attackGradient: () => tf.tensor(miFgsm.steps[asked++]?.gradient ?? [], shape),
  };
  const batch = {
    images: tf.tensor(miFgsm.start, shape),
    labels: tf.tensor1d([0], 'int32'),
    targeted: false,
    rows: Int32Array.of(0),
  };
  const { epsilon, decay } = miFgsm;
  const params = parseParameters(attack, { epsilon, decay, stepSize: miFgsm.step, steps });
  const images = await attack.perturb(model, batch, params, { seed: 0 });
  // Single precision: 0.1 and 0.15 are no floats.
  images.dataSync().forEach((value, at) => {
    expect(value).toBeCloseTo(miFgsm.steps[steps - 1]?.x[at] ?? Number.NaN, 6);
  });
});
