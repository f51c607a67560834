import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CoreError } from '../errors';
import { describeParameters } from '../method';
import { tf } from '../tensors/tf';
import { type Attack, attackChecks, attacks, defineAttack, registerAttack } from '.';
import { epsilon } from './parameters';

/** As somebody would add it: one value. Moves each pixel away from the middle. */
const contrast = defineAttack({
  id: 'contrast',
  title: 'Contrast',
  summary: 'Moves every pixel away from the middle of the range.',
  source: 'https://example.org/contrast',
  norm: 'Linf',
  goal: 'fixed-budget',
  needs: 'queries',
  params: z.object({ epsilon: epsilon() }),
  perturb: async ({ bounds: [low, high] }, { images }, params) =>
    tf.tidy(() =>
      images.add(
        images
          .sub((low + high) / 2)
          .sign()
          .mul(params.epsilon),
      ),
    ),
});

/** The same attack with some of its parts in another way. */
const changed = (part: Partial<Attack>): Attack => ({ ...(contrast as Attack), ...part }); // a registry holds it so, too

describe('an attack that was just registered', () => {
  test('is listed, and conforms like all others', async () => {
    await tf.setBackend('cpu');
    registerAttack(contrast);
    expect(attacks.at(-1)).toBe(contrast);
    expect(describeParameters(contrast.params).map(({ name }) => name)).toEqual(['epsilon']);
    for (const { run } of attackChecks) await run(contrast);
  });

  test('cannot take the id of another, or one that GraphQL would refuse', () => {
    expect(() => registerAttack(contrast)).toThrow(
      new CoreError('PARAMETERS', 'id: expected one that is not taken yet, got contrast'),
    );
    expect(() => registerAttack(changed({ id: 'con-trast' }))).toThrow(
      /camelCase letters and digits, got con-trast/,
    );
  });
});

describe('the conformance checks', () => {
  const failing = async (part: Partial<Attack>) => {
    const broken: string[] = [];
    for (const { name, run } of attackChecks) await run(changed(part)).catch(() => broken.push(name));
    return broken;
  };

  test('catch an attack that leaves its budget', async () => {
    const far = await failing({ perturb: async (_, { images }) => tf.tidy(() => images.add(1)) });
    expect(far).toContain('moves images, by no more than its budget');
  });

  test('catch an attack that leaks, draws anew each time, or asks the model behind the counter', async () => {
    let calls = 0;
    const sloppy = await failing({
      perturb: async (_, { images }) => images.add(tf.scalar(0.1 / ++calls)),
    });
    expect(sloppy).toContain('leaves no tensor behind, also when it is cancelled half way');
    expect(sloppy).toContain('gives the same bits under the same seed, whatever the batch size');
  });

  test('catch an attack that says too little, or too much, of what it needs', async () => {
    const check = 'asks for gradients if it says that it needs them, and else does without';
    expect(await failing({ needs: 'gradients' })).toEqual([check]);
    const climbing = await failing({
      perturb: async (model, batch) =>
        tf.tidy(() => batch.images.add(model.attackGradient(batch.images, batch).sign().mul(0.1))),
    });
    expect(climbing).toContain(check);
  });

  test('catch an attack that gives something else than numbers', async () => {
    const none = await failing({
      perturb: async (_, { images }) => tf.tidy(() => images.div(0).sub(images.div(0))),
    });
    expect(none).toContain('gives one finite image within the bounds for each that came');
  });
});
