import { beforeAll, expect, test } from 'vitest';
import type { Classifier } from '../models/classifier';
import { tf } from '../tensors';
import { attacks } from '.';
import { collect, withModel } from './conformance-bench';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The model, whose answer is no number the one time that it is asked as the `broken`th, and right before and after. */
function brokenOnce(model: Classifier, broken: number): Classifier {
  let asked = 0;
  const answer = <T extends tf.Tensor>(logits: T): T => {
    asked++;
    return asked === broken ? tf.tidy(() => logits.mul(Number.NaN)) : logits;
  };
  return {
    ...model,
    logits: (images) => answer(model.logits(images)),
    forward: (images, taps) => {
      const outputs = model.forward(images, taps);
      return { ...outputs, logits: answer(outputs.logits) };
    },
  };
}

/** Controls and attacks of one step ask less often: what they make is looked through at the end. */
const iterated = attacks.filter(({ id, control }) => !control && id !== 'fgsm');

test.each(iterated.map((attack) => [attack.id, attack] as const))(
  '%s fails at the query at which the model gives no numbers, although it gives some again afterwards',
  async (_id, attack) => {
    const failed = withModel((model) => collect(attack, brokenOnce(model, 4), {}));
    await expect(failed).rejects.toMatchObject({
      code: 'NOT_A_NUMBER',
      message: expect.stringMatching(
        /^(logits|gradient) of the model, query \d+ of the images from \d+: expected finite numbers/,
      ),
    });
  },
);
